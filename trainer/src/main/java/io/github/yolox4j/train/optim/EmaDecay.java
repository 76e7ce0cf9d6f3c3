package io.github.yolox4j.train.optim;

/**
 * How much of the weights' moving average survives an update: \[ d(u) = d_\infty \left(1 - e^{-u / \tau}\right) \]
 * after \(u\) updates, the current one included. The average becomes \( d\,\text{average} + (1 - d)\,\text{weights} \):
 * early in training it follows the weights closely.
 *
 * @param limit \(d_\infty\), in [0, 1)
 * @param ramp \(\tau\) in updates, above 0
 */
public record EmaDecay(double limit, double ramp) {

    /** The reference's numbers. */
    public static final EmaDecay DEFAULT = new EmaDecay(0.9998, 2000);

    public EmaDecay {
        if (!(limit >= 0 && limit < 1)) {
            throw new IllegalArgumentException("limit must lie in [0, 1), got " + limit);
        }
        if (!(ramp > 0 && Double.isFinite(ramp))) {
            throw new IllegalArgumentException("ramp must be above 0, got " + ramp);
        }
    }

    /** The decay of the {@code updates}-th update, counted from 1. */
    public double at(long updates) {
        return limit * (1 - Math.exp(-updates / ramp));
    }
}
