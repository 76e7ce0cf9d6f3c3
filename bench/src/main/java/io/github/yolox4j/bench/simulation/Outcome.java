package io.github.yolox4j.bench.simulation;

import java.util.List;

/**
 * How a descent went. The error of a case is \( |\Delta x| + |\Delta y| + |\Delta w| + |\Delta h| \).
 *
 * @param errors the mean error before the first iteration and after each
 * @param meanIou of the final boxes
 * @param solved the share of cases whose final error is below {@value #SOLVED_BELOW}
 * @param floored how often a size was kept at {@link Descent#SMALLEST_SIZE}
 */
record Outcome(List<Double> errors, double meanIou, double solved, long floored) {

    static final double SOLVED_BELOW = 0.01;

    Outcome {
        errors = List.copyOf(errors);
    }

    /** The mean error after an iteration; 0 is the start. */
    double errorAfter(int iteration) {
        return errors.get(iteration);
    }

    double finalError() {
        return errors.get(errors.size() - 1);
    }

    /** The sum over all iterations, without the start. */
    double sumOfErrors() {
        return errors.stream().skip(1).mapToDouble(Double::doubleValue).sum();
    }
}
