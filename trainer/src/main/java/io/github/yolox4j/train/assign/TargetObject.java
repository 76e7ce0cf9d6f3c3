package io.github.yolox4j.train.assign;

/**
 * An object that an image shows, in pixels of the network's input.
 *
 * @param classId index into the model's classes
 * @param centerX finite
 * @param centerY finite
 * @param width above 0
 * @param height above 0
 */
public record TargetObject(int classId, double centerX, double centerY, double width, double height) {

    public TargetObject {
        boolean proper = classId >= 0 && Double.isFinite(centerX) && Double.isFinite(centerY);
        if (!(proper && width > 0 && height > 0 && Double.isFinite(width) && Double.isFinite(height))) {
            throw new IllegalArgumentException(
                    "need a class of at least 0, a finite centre and sides above 0, got class " + classId + ", centre ("
                            + centerX + ", " + centerY + "), sides " + width + " x " + height);
        }
    }

    /** The object whose box has these edges. */
    public static TargetObject ofCorners(int classId, double x1, double y1, double x2, double y2) {
        return new TargetObject(classId, (x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1);
    }
}
