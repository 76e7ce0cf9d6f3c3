package io.github.yolox4j.losses.box;

/**
 * The running mean of \( 1 - \mathrm{IoU} \) that {@link Wise} measures pairs against: the only state a box loss has.
 * A trainer owns it and saves it with its checkpoint.
 *
 * <p>Per step: \( m \leftarrow (1 - \mu) m + \mu\, \overline{1 - \mathrm{IoU}} \) over the positives of the batch,
 * before the loss uses it; then its value goes to {@link BoxPairs#withMissedMean}.
 *
 * @param value \( m \), above 0 and up to 1
 * @param momentum \( \mu \), how much one batch counts, in [0, 1]
 */
public record MissedMean(double value, double momentum) {

    /** The authors' start and momentum. */
    public static final MissedMean START = new MissedMean(1, 0.01);

    /** A data set whose boxes all fit perfectly must not lead to a division by zero. */
    public static final double LEAST = 1e-6;

    public MissedMean {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException("mean of 1 - IoU must be above 0 and at most 1: " + value);
        }
        if (!(momentum >= 0 && momentum <= 1)) {
            throw new IllegalArgumentException("momentum must be in [0, 1]: " + momentum);
        }
    }

    /**
     * The mean after one more batch; a batch without positives leaves it as it is.
     *
     * @param missedShares \( 1 - \mathrm{IoU} \) of each positive
     */
    public MissedMean after(double[] missedShares) {
        double sum = 0;
        for (double share : missedShares) {
            if (!(share >= -1e-3 && share <= 1 + 1e-3)) { // a float rounds
                throw new IllegalArgumentException("1 - IoU must be in [0, 1]: " + share);
            }
            sum += share;
        }
        if (missedShares.length == 0) {
            return this;
        }
        double next = (1 - momentum) * value + momentum * sum / missedShares.length;
        return new MissedMean(Math.min(Math.max(next, LEAST), 1), momentum);
    }
}
