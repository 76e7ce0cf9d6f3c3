package io.github.yolox4j.bench.simulation;

import java.util.Arrays;
import java.util.List;

/** Sums over the cases of one batch. */
final class Tally {

    private final double[] errors;
    private double iou;
    private int solved;
    private long floored;

    Tally(int iterations) {
        errors = new double[iterations + 1];
    }

    void error(int iteration, Pair pair) {
        errors[iteration] += pair.error();
    }

    /** A size was about to fall below the smallest. */
    void floored() {
        floored++;
    }

    void end(Pair pair) {
        iou += pair.iou();
        if (pair.error() < Outcome.SOLVED_BELOW) {
            solved++;
        }
    }

    static Outcome outcome(List<Tally> tallies, int cases) {
        double[] errors = new double[tallies.get(0).errors.length];
        double iou = 0;
        int solved = 0;
        long floored = 0;
        for (Tally tally : tallies) {
            for (int k = 0; k < errors.length; k++) {
                errors[k] += tally.errors[k] / cases;
            }
            iou += tally.iou / cases;
            solved += tally.solved;
            floored += tally.floored;
        }
        return new Outcome(Arrays.stream(errors).boxed().toList(), iou, (double) solved / cases, floored);
    }
}
