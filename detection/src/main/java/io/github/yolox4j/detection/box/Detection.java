package io.github.yolox4j.detection.box;

/**
 * One object found in an image.
 *
 * @param classId index into the model's list of class names
 * @param score objectness times class probability, in [0, 1]
 * @param x1 left edge in pixels
 * @param y1 top edge in pixels
 * @param x2 right edge in pixels
 * @param y2 bottom edge in pixels
 */
public record Detection(int classId, double score, double x1, double y1, double x2, double y2) {

    public double width() {
        return x2 - x1;
    }

    public double height() {
        return y2 - y1;
    }

    public double area() {
        return width() * height();
    }
}
