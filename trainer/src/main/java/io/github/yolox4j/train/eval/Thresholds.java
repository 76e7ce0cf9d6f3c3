package io.github.yolox4j.train.eval;

/** The grids over which COCO averages. */
final class Thresholds {

    /** IoU 0.50, 0.55, ..., 0.95. */
    private static final double[] IOU = evenly(0.5, 0.95, 10);

    /** Recall 0.00, 0.01, ..., 1.00. */
    private static final double[] RECALL = evenly(0, 1, 101);

    static final int IOU_50 = 0;
    static final int IOU_75 = 5;

    private Thresholds() {}

    static int ious() {
        return IOU.length;
    }

    static double iou(int t) {
        return IOU[t];
    }

    static int recalls() {
        return RECALL.length;
    }

    static double recall(int r) {
        return RECALL[r];
    }

    /** Rounds as {@code numpy.linspace} does. */
    private static double[] evenly(double first, double last, int count) {
        double step = (last - first) / (count - 1);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = i * step + first;
        }
        values[count - 1] = last;
        return values;
    }
}
