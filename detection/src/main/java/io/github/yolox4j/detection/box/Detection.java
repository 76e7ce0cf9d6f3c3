package io.github.yolox4j.detection.box;

/**
 * One object found in an image.
 *
 * @param classId index into the model's list of class names
 * @param score objectness times class probability, in [0, 1]
 * @param box in pixels
 */
public record Detection(int classId, double score, Box box) {

    /** An object whose box has these edges. */
    public Detection(int classId, double score, double x1, double y1, double x2, double y2) {
        this(classId, score, new Box(x1, y1, x2, y2));
    }

    /** Left edge in pixels. */
    public double x1() {
        return box.x1();
    }

    /** Top edge in pixels. */
    public double y1() {
        return box.y1();
    }

    /** Right edge in pixels. */
    public double x2() {
        return box.x2();
    }

    /** Bottom edge in pixels. */
    public double y2() {
        return box.y2();
    }

    /** The same object as one of another class. */
    public Detection withClassId(int other) {
        return new Detection(other, score, box);
    }

    /** The same object elsewhere. */
    public Detection withBox(Box other) {
        return new Detection(classId, score, other);
    }
}
