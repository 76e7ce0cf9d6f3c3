package io.github.yolox4j.train.data;

/**
 * An object in the network's input, in the form the loss takes.
 *
 * @param classId index into the dataset's classes
 * @param cx horizontal centre in pixels of the input
 * @param cy vertical centre in pixels of the input
 * @param width in pixels of the input
 * @param height in pixels of the input
 */
public record TargetBox(int classId, double cx, double cy, double width, double height) {

    /** The box with these edges, in pixels of the input. */
    public static TargetBox ofCorners(int classId, double x1, double y1, double x2, double y2) {
        return new TargetBox(classId, (x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1);
    }
}
