package io.github.yolox4j.bench.simulation;

/** Step sizes of the experiment: 0.1 for 160 iterations, 0.01 for 20, 0.001 for 20. */
final class Schedule {

    static final int ITERATIONS = 200;

    private Schedule() {}

    /**
     * The step size of an iteration.
     *
     * @param iteration from 1
     */
    static double stepSize(int iteration) {
        if (iteration <= 160) {
            return 0.1;
        }
        return iteration <= 180 ? 0.01 : 0.001;
    }
}
