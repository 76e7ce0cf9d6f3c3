package io.github.yolox4j.bench.simulation;

/** What boxes descend along. Not thread-safe. */
interface BoxGradient extends AutoCloseable {

    /** The gradient of the first {@code n} pairs, in rows {@code cx, cy, w, h}; what lies behind may be overwritten. */
    void of(double[] boxes, double[] targets, int n, double[] gradient);

    @Override
    void close();
}
