package io.github.yolox4j.detection.decode;

/**
 * What stands in a row of YOLOX's output, which has one row for each anchor: {@value #BOX} numbers of the box,
 * objectness, then one number for each class. A box is centre x, centre y, width, height, raw or decoded.
 *
 * @param classes number of object classes, at least 1
 */
public record RowLayout(int classes) {

    /** How many numbers a box has. They are the first of the row. */
    public static final int BOX = 4;

    /** The column of objectness. */
    public static final int OBJECTNESS = BOX;

    /** The column of the first class. */
    public static final int FIRST_CLASS = OBJECTNESS + 1;

    public RowLayout {
        if (classes < 1) {
            throw new IllegalArgumentException("classes must be at least 1: " + classes);
        }
    }

    /** How many numbers a row has. */
    public int width() {
        return FIRST_CLASS + classes;
    }

    /**
     * Checks the rows of one image.
     *
     * @throws IllegalArgumentException if they are not as many numbers as the anchors need
     */
    void require(int anchors, float[] rows) {
        if (rows.length != (long) anchors * width()) {
            throw new IllegalArgumentException("need " + anchors + " anchors x (" + FIRST_CLASS + " + " + classes
                    + " classes) = " + (long) anchors * width() + " numbers, got " + rows.length);
        }
    }

    /** Objectness in the row that begins at {@code at}. */
    float objectness(float[] rows, int at) {
        return rows[at + OBJECTNESS];
    }

    /** A class's number in the row that begins at {@code at}. */
    float classScore(float[] rows, int at, int classId) {
        return rows[at + FIRST_CLASS + classId];
    }

    /** The class of the largest number in the row that begins at {@code at}; of equal ones the first. */
    int bestClass(float[] rows, int at) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (rows[at + FIRST_CLASS + c] > rows[at + FIRST_CLASS + best]) {
                best = c;
            }
        }
        return best;
    }
}
