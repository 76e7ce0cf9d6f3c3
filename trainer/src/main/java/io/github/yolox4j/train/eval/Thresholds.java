package io.github.yolox4j.train.eval;

import java.util.List;
import java.util.stream.IntStream;

/** The grids over which COCO averages. */
final class Thresholds {

    /** IoU 0.50, 0.55, ..., 0.95. */
    static final List<Double> IOUS = evenly(0.5, 0.95, 10);

    /** Recall 0.00, 0.01, ..., 1.00. */
    static final List<Double> RECALLS = evenly(0, 1, 101);

    static final int IOU_50 = 0;
    static final int IOU_75 = 5;

    private Thresholds() {}

    /** Rounds as {@code numpy.linspace} does. */
    private static List<Double> evenly(double first, double last, int count) {
        double step = (last - first) / (count - 1);
        return IntStream.range(0, count)
                .mapToObj(i -> i == count - 1 ? last : i * step + first)
                .toList();
    }
}
