package io.github.yolox4j.bench.cluster;

/**
 * The time of a step of \(W\) ranks:
 * \[ T = c\,b + \frac{4P}{m} + 2 (W - 1) \Big( \ell + \frac{4P}{W} \big( \tfrac{1}{B} + \tfrac{1}{2a} \big) \Big) \]
 * with \(c\) seconds of computing for each of the \(b\) images of a rank, \(P\) parameters that are packed and unpacked
 * at \(m\) bytes per second, a latency of \(\ell\) for each of the ring's stages, links of \(B\) bytes per second, and
 * additions, in one half of the stages, of \(a\) bytes per second. All ranks are taken to be equally fast.
 *
 * @param packing \(m\)
 * @param latency \(\ell\), seconds
 * @param bandwidth \(B\)
 * @param adding \(a\)
 */
public record StepModel(double packing, double latency, double bandwidth, double adding) {

    /** Seconds that a step of so many ranks spends on exchanging. */
    public double exchange(int ranks, long parameters) {
        double bytes = Float.BYTES * (double) parameters;
        if (ranks == 1) {
            return 0;
        }
        return bytes / packing + 2 * (ranks - 1) * (latency + bytes / ranks * (1 / bandwidth + 1 / (2 * adding)));
    }

    /** Which share of a step is exchange, with so many seconds of computing. */
    public double share(int ranks, long parameters, double computing) {
        double exchange = exchange(ranks, parameters);
        return exchange / (exchange + computing);
    }

    /** The least number of images of a rank with which at most such a share of a step is exchange. */
    public int leastImages(int ranks, long parameters, double secondsPerImage, double share) {
        double computing = exchange(ranks, parameters) * (1 - share) / share;
        return Math.max(1, (int) Math.ceil(computing / secondsPerImage));
    }
}
