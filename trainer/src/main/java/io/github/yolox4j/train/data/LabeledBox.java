package io.github.yolox4j.train.data;

import io.github.yolox4j.detection.box.Box;

/**
 * An object marked in an image.
 *
 * @param classId index into the dataset's classes
 * @param box in pixels; its sides may be 0 but not negative
 * @param crowd whether the box holds a group that nobody told apart: left out of training, ignored by COCO's evaluation
 * @param difficult whether the annotator found the object hard to recognise: trained on, ignored by Pascal VOC's
 *     evaluation
 * @param area in square pixels; that of the object's outline where the annotation knows it, else of the box
 */
public record LabeledBox(int classId, Box box, boolean crowd, boolean difficult, double area) {

    public LabeledBox {
        if (classId < 0) {
            throw new IllegalArgumentException("classId must not be negative: " + classId);
        }
        if (!(box.x1() <= box.x2() && box.y1() <= box.y2())) { // also rejects NaN
            throw new IllegalArgumentException("need x1 <= x2 and y1 <= y2, got " + box);
        }
    }

    /** An ordinary object, neither crowd nor difficult, with the area of its box. */
    public static LabeledBox of(int classId, Box box) {
        return new LabeledBox(classId, box, false, false, box.area());
    }

    /** {@link #of} by edges. */
    public static LabeledBox ofCorners(int classId, double x1, double y1, double x2, double y2) {
        return of(classId, new Box(x1, y1, x2, y2));
    }

    LabeledBox withClassId(int other) {
        return new LabeledBox(other, box, crowd, difficult, area);
    }

    /** The same object as seen in a mirror, in an image of the given width. */
    public LabeledBox mirrored(double imageWidth) {
        return new LabeledBox(classId, box.mirrored(imageWidth), crowd, difficult, area);
    }

    /** The same object with top and bottom exchanged, in an image of the given height. */
    public LabeledBox mirroredVertically(double imageHeight) {
        return new LabeledBox(classId, box.mirroredVertically(imageHeight), crowd, difficult, area);
    }

    /** The same object elsewhere; its area is that of the new box, or its outline's share of it. */
    public LabeledBox at(Box other) {
        double share = box.area() > 0 ? area / box.area() : 1;
        return new LabeledBox(classId, other, crowd, difficult, share * other.width() * other.height());
    }
}
