package io.github.yolox4j.bench.cluster;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Steps of ranks that are not equally fast, event by event. A rank begins its stage of the ring once it has computed and
 * its part of the stage before has come from its neighbour; the link to the next rank carries one segment at a time.
 *
 * @param model of the links
 * @param spread of the computing times of ranks: their standard deviation divided by their mean
 */
public record RingSimulation(StepModel model, double spread) {

    /**
     * The mean time of a step.
     *
     * @param computing mean seconds of computing
     * @param steps that are simulated
     */
    public double seconds(int ranks, long parameters, double computing, int steps, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] free = new double[ranks];
        for (int step = 0; step < steps; step++) {
            for (int rank = 0; rank < ranks; rank++) {
                free[rank] += Math.max(0, computing * (1 + spread * random.nextGaussian()));
                free[rank] += packing(ranks, parameters) / 2;
            }
            free = afterRing(free, parameters);
            for (int rank = 0; rank < ranks; rank++) {
                free[rank] += packing(ranks, parameters) / 2;
            }
        }
        return Arrays.stream(free).max().orElseThrow() / steps;
    }

    private double packing(int ranks, long parameters) {
        return ranks == 1 ? 0 : Float.BYTES * (double) parameters / model.packing();
    }

    /** When each rank has left the ring, by when it enters it. */
    private double[] afterRing(double[] entered, long parameters) {
        int ranks = entered.length;
        double segment = Float.BYTES * (double) parameters / ranks;
        double[] sent = entered.clone();
        double[] received = entered.clone();
        for (int stage = 0; stage < 2 * (ranks - 1); stage++) {
            double adding = stage < ranks - 1 ? segment / model.adding() : 0;
            double[] next = new double[ranks];
            for (int rank = 0; rank < ranks; rank++) {
                double begins = Math.max(sent[rank], received[rank]);
                sent[rank] = begins + segment / model.bandwidth();
                int neighbour = (rank + 1) % ranks;
                next[neighbour] = Math.max(sent[rank] + model.latency(), entered[neighbour]) + adding;
            }
            received = next;
        }
        for (int rank = 0; rank < ranks; rank++) {
            received[rank] = Math.max(received[rank], sent[rank]);
        }
        return received;
    }
}
