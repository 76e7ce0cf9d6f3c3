package io.github.yolox4j.bench.simulation;

/** What boxes descend along. Not thread-safe. */
interface BoxGradient extends AutoCloseable {

    /**
     * Computes the gradient of the first {@code n} pairs.
     *
     * @param boxes rows {@code cx, cy, w, h}
     * @param targets rows {@code cx, cy, w, h}
     * @param gradient receives a row for each pair; what lies behind them may be overwritten
     */
    void of(double[] boxes, double[] targets, int n, double[] gradient);

    @Override
    void close();
}
