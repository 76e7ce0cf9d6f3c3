package io.github.yolox4j.train.task.yolox;

/**
 * How the numbers of an anchor lie in its row: 4 of the box, objectness, classes.
 *
 * @param classes number of object classes
 */
record YoloxRows(int classes) {

    /** How many numbers a box has; it comes first. */
    static final int BOX = 4;

    static final int OBJECTNESS = BOX;
    static final int FIRST_CLASS = OBJECTNESS + 1;

    int length() {
        return FIRST_CLASS + classes;
    }
}
