package io.github.yolox4j.train.data;

/**
 * An object marked in an image.
 *
 * @param classId index into the dataset's classes
 * @param x1 left edge in pixels
 * @param y1 top edge in pixels
 * @param x2 right edge in pixels
 * @param y2 bottom edge in pixels
 * @param crowd whether the box holds a group that nobody told apart: left out of training, ignored by COCO's evaluation
 * @param difficult whether the annotator found the object hard to recognise: trained on, ignored by Pascal VOC's evaluation
 * @param area in square pixels; that of the object's outline where the annotation knows it, else of the box
 */
public record LabeledBox(
        int classId, double x1, double y1, double x2, double y2, boolean crowd, boolean difficult, double area) {

    public LabeledBox {
        if (classId < 0) {
            throw new IllegalArgumentException("classId must not be negative: " + classId);
        }
        if (!(x1 <= x2 && y1 <= y2)) { // also rejects NaN
            throw new IllegalArgumentException(
                    "need x1 <= x2 and y1 <= y2, got (" + x1 + ", " + y1 + ", " + x2 + ", " + y2 + ")");
        }
    }

    /** An ordinary object, neither crowd nor difficult, with the area of its box. */
    public static LabeledBox ofCorners(int classId, double x1, double y1, double x2, double y2) {
        return new LabeledBox(classId, x1, y1, x2, y2, false, false, (x2 - x1) * (y2 - y1));
    }

    public double width() {
        return x2 - x1;
    }

    public double height() {
        return y2 - y1;
    }

    /** The same object as one of another class. */
    LabeledBox withClassId(int other) {
        return new LabeledBox(other, x1, y1, x2, y2, crowd, difficult, area);
    }

    /** The same object as seen in a mirror, in an image of the given width. */
    public LabeledBox mirrored(double imageWidth) {
        return new LabeledBox(classId, imageWidth - x2, y1, imageWidth - x1, y2, crowd, difficult, area);
    }

    /** The same object elsewhere; its area is that of the new box, or its outline's share of it. */
    public LabeledBox at(double left, double top, double right, double bottom) {
        double box = (x2 - x1) * (y2 - y1);
        double share = box > 0 ? area / box : 1;
        return new LabeledBox(
                classId, left, top, right, bottom, crowd, difficult, share * (right - left) * (bottom - top));
    }
}
