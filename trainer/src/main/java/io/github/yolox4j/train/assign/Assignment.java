package io.github.yolox4j.train.assign;

import java.util.Arrays;

/** Which object each anchor of one image learns, and how well its predicted box overlaps that object. */
public final class Assignment {

    /** The object index of an anchor that learns none. */
    public static final int BACKGROUND = -1;

    private final int[] objects;
    private final double[] ious;
    private final int positives;

    private Assignment(int[] objects, double[] ious, int positives) {
        this.objects = objects;
        this.ious = ious;
        this.positives = positives;
    }

    /** Every anchor background. */
    public static Assignment none(int anchors) {
        int[] objects = new int[anchors];
        Arrays.fill(objects, BACKGROUND);
        return new Assignment(objects, new double[anchors], 0);
    }

    /**
     * An assignment that takes over both arrays.
     *
     * @param objects the object of each anchor, or {@link #BACKGROUND}
     * @param ious of each anchor's predicted box with its object; 0 for background
     */
    public static Assignment of(int[] objects, double[] ious) {
        int positives = 0;
        for (int object : objects) {
            if (object != BACKGROUND) {
                positives++;
            }
        }
        return new Assignment(objects, ious, positives);
    }

    /** How many anchors there are. */
    public int size() {
        return objects.length;
    }

    /** How many anchors learn an object. */
    public int positives() {
        return positives;
    }

    public boolean isForeground(int anchor) {
        return objects[anchor] != BACKGROUND;
    }

    /** Index of the object that the anchor learns, or {@link #BACKGROUND}. */
    public int object(int anchor) {
        return objects[anchor];
    }

    /** IoU of the anchor's predicted box with its object; 0 for background. */
    public double iou(int anchor) {
        return ious[anchor];
    }

    /** The anchors that learn an object, in rising order. */
    public int[] foreground() {
        int[] anchors = new int[positives];
        for (int i = 0, n = 0; i < objects.length; i++) {
            if (objects[i] != BACKGROUND) {
                anchors[n++] = i;
            }
        }
        return anchors;
    }
}
