package io.github.yolox4j.detection.box;

/**
 * An upright box by its corners. The unit is the caller's, mostly pixels; \(y\) grows downwards.
 *
 * <p>The intersection and the IoU of two boxes are defined here and nowhere else:
 * \[ |a \cap b| = \max(0, \min(x_2^a, x_2^b) - \max(x_1^a, x_1^b)) \cdot
 *    \max(0, \min(y_2^a, y_2^b) - \max(y_1^a, y_1^b)), \qquad
 *    \mathrm{IoU}(a, b) = \frac{|a \cap b|}{|a| + |b| - |a \cap b|} \]
 * Loops over flat arrays use the static forms.
 *
 * <p>Any numbers are allowed: a network that has hardly learnt predicts boxes without area and beyond all numbers.
 *
 * @param x1 left edge
 * @param y1 top edge
 * @param x2 right edge
 * @param y2 bottom edge
 */
public record Box(double x1, double y1, double x2, double y2) {

    /** The box of this centre and these sides. */
    public static Box ofCenter(double centerX, double centerY, double width, double height) {
        return new Box(centerX - width / 2, centerY - height / 2, centerX + width / 2, centerY + height / 2);
    }

    /** The box of this top left corner and these sides, as COCO's files state it. */
    public static Box ofSides(double x1, double y1, double width, double height) {
        return new Box(x1, y1, x1 + width, y1 + height);
    }

    public double width() {
        return x2 - x1;
    }

    public double height() {
        return y2 - y1;
    }

    public double centerX() {
        return (x1 + x2) / 2;
    }

    public double centerY() {
        return (y1 + y2) / 2;
    }

    public double area() {
        return area(x1, y1, x2, y2);
    }

    private static double area(double x1, double y1, double x2, double y2) {
        return (x2 - x1) * (y2 - y1);
    }

    /** Whether both sides are longer than 0; not so of NaN. */
    public boolean hasArea() {
        return x2 > x1 && y2 > y1;
    }

    /** Whether no edge is infinite or NaN. */
    public boolean isFinite() {
        return Double.isFinite(x1) && Double.isFinite(y1) && Double.isFinite(x2) && Double.isFinite(y2);
    }

    /** Area that both boxes cover; 0 if they touch or are apart. */
    public double intersection(Box other) {
        return intersection(x1, y1, x2, y2, other.x1, other.y1, other.x2, other.y2);
    }

    /** Intersection over union; 0 if the boxes touch or are apart. */
    public double iou(Box other) {
        return iou(x1, y1, x2, y2, other.x1, other.y1, other.x2, other.y2);
    }

    /** {@link #intersection(Box)} of the boxes {@code a} and {@code b}. */
    public static double intersection(
            double ax1, double ay1, double ax2, double ay2, double bx1, double by1, double bx2, double by2) {
        double width = Math.min(ax2, bx2) - Math.max(ax1, bx1);
        double height = Math.min(ay2, by2) - Math.max(ay1, by1);
        return width > 0 && height > 0 ? width * height : 0;
    }

    /** {@link #iou(Box)} of the boxes {@code a} and {@code b}. */
    public static double iou(
            double ax1, double ay1, double ax2, double ay2, double bx1, double by1, double bx2, double by2) {
        double intersection = intersection(ax1, ay1, ax2, ay2, bx1, by1, bx2, by2);
        return intersection == 0 ? 0 : iou(intersection, area(ax1, ay1, ax2, ay2), area(bx1, by1, bx2, by2));
    }

    /** Intersection over union of two boxes whose areas are known. */
    public static double iou(double intersection, double area, double otherArea) {
        return intersection == 0 ? 0 : intersection / (area + otherArea - intersection);
    }

    /** Cut at the edges of an image of this size. A box that lies outside keeps its place on the edge, without area. */
    public Box clipped(double imageWidth, double imageHeight) {
        return new Box(
                within(x1, imageWidth), within(y1, imageHeight), within(x2, imageWidth), within(y2, imageHeight));
    }

    private static double within(double coordinate, double size) {
        return Math.max(0, Math.min(size, coordinate));
    }

    /** Every coordinate times a factor. */
    public Box scaled(double factor) {
        return new Box(factor * x1, factor * y1, factor * x2, factor * y2);
    }

    public Box moved(double right, double down) {
        return new Box(x1 + right, y1 + down, x2 + right, y2 + down);
    }

    /** As a mirror shows it, in an image of this width. */
    public Box mirrored(double imageWidth) {
        return new Box(imageWidth - x2, y1, imageWidth - x1, y2);
    }

    /** As a level mirror below or above shows it, in an image of this height. */
    public Box mirroredVertically(double imageHeight) {
        return new Box(x1, imageHeight - y2, x2, imageHeight - y1);
    }

    /** {@code (x1, y1, x2, y2)}. */
    @Override
    public String toString() {
        return "(" + x1 + ", " + y1 + ", " + x2 + ", " + y2 + ")";
    }
}
