package io.github.yolox4j.bench.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * The experiment: every box \( b \) steps along \( b \leftarrow b - \eta_k \, (2 - \mathrm{IoU}(b)) \, \nabla L(b) \).
 *
 * <p>Cases go in batches of {@value #CENTRES_PER_BATCH} centres, one thread to a batch. Sums are taken in the order of
 * the batches, so that the result does not depend on the number of threads.
 *
 * @param cases what descends
 * @param iterations at most {@link #ITERATIONS}
 * @param threads that share the batches
 */
record Descent(Cases cases, int iterations, int threads) {

    static final int ITERATIONS = 200;

    /** Batches that stay in a core's cache. */
    static final int CENTRES_PER_BATCH = 10;

    /** A step that leads to a smaller width or height ends at this one: losses are not defined for negative sizes. */
    static final double SMALLEST_SIZE = 1e-3;

    private static final int COLUMNS = Cases.COLUMNS;

    Descent {
        if (iterations < 1 || iterations > ITERATIONS) {
            throw new IllegalArgumentException("iterations must be from 1 to " + ITERATIONS + ": " + iterations);
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1: " + threads);
        }
    }

    /** Runs all cases, along a gradient for each thread, made for the most pairs that it is asked for at once. */
    Outcome run(IntFunction<BoxGradient> gradients) throws InterruptedException {
        int batches = (cases.centres().size() + CENTRES_PER_BATCH - 1) / CENTRES_PER_BATCH;
        Tally[] tallies = new Tally[batches];
        AtomicInteger next = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < Math.min(threads, batches); i++) {
                workers.add(pool.submit(() -> {
                    try (BoxGradient gradient = gradients.apply(CENTRES_PER_BATCH * Cases.PER_CENTRE)) {
                        for (int batch = next.getAndIncrement(); batch < batches; batch = next.getAndIncrement()) {
                            tallies[batch] = descend(batch, gradient);
                        }
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch failed: " + e.getCause().getMessage(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
        return Tally.outcome(List.of(tallies), cases.count());
    }

    private Tally descend(int batch, BoxGradient gradient) {
        int first = batch * CENTRES_PER_BATCH;
        int end = Math.min(first + CENTRES_PER_BATCH, cases.centres().size());
        double[] boxes = cases.starts(first, end);
        double[] targets = Cases.targets(end - first);
        double[] slope = new double[boxes.length];
        int n = boxes.length / COLUMNS;
        Tally tally = new Tally(iterations);
        for (int i = 0; i < n; i++) {
            tally.error(0, Pair.of(boxes, targets, i));
        }
        for (int k = 1; k <= iterations; k++) {
            gradient.of(boxes, targets, n, slope);
            for (int i = 0; i < n; i++) {
                step(
                        boxes,
                        slope,
                        i,
                        stepSize(k) * (2 - Pair.of(boxes, targets, i).iou()),
                        tally);
                tally.error(k, Pair.of(boxes, targets, i));
            }
        }
        for (int i = 0; i < n; i++) {
            tally.end(Pair.of(boxes, targets, i));
        }
        return tally;
    }

    /** The step size of an iteration, from 1: 0.1 for 160 of them, 0.01 for 20, 0.001 for 20. */
    static double stepSize(int iteration) {
        if (iteration <= 160) {
            return 0.1;
        }
        return iteration <= 180 ? 0.01 : 0.001;
    }

    private static void step(double[] boxes, double[] slope, int i, double size, Tally tally) {
        int at = i * COLUMNS;
        for (int c = at; c < at + COLUMNS; c++) {
            boxes[c] -= size * slope[c];
        }
        for (int c = at + 2; c < at + COLUMNS; c++) {
            if (boxes[c] < SMALLEST_SIZE) {
                boxes[c] = SMALLEST_SIZE;
                tally.floored();
            }
        }
    }

    /** Sums over the cases of one batch. */
    private static final class Tally {

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
}
