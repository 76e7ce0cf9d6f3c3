package io.github.yolox4j.losses;

import io.github.yolox4j.losses.math.Ranges;

/**
 * The number that a loss carries from one step to the next, outside of its graph. A trainer starts with the state of
 * the loss, moves it on once per step before the loss uses it, gives its value to the graph and saves it with a
 * checkpoint. It does not need to know what the number means. Most losses have none: {@link #NONE}.
 *
 * <p>The one kind of state so far is a running mean \( m \) over the positives of each batch, from a start of 1:
 * \[ m \leftarrow \min\bigl(\max\bigl((1 - \mu)\, m + \mu\, \overline{1 - \mathrm{IoU}},\; l\bigr), 1\bigr). \]
 *
 * @param value \( m \), above 0 and up to 1
 * @param momentum \( \mu \), how much one batch counts, in [0, 1]; 0 where there is no state
 * @param least \( l \), above 0 and up to 1: boxes that all fit perfectly must not lead to a division by zero
 */
public record LossState(double value, double momentum, double least) {

    /** Of a loss that carries nothing. Its value is 1 and stays 1. */
    public static final LossState NONE = new LossState(1, 0, 1);

    /** The name of the value in checkpoints; files have it since the first loss that carried a state. */
    public static final String KEY = "missedMean";

    /**
     * The end of the value's name in graphs; what stands before says whether it is the value before or after a step.
     */
    public static final String TENSOR = "missed_mean";

    /** How far a {@code float} may round a share beyond 0 and 1. */
    private static final double ROUNDING = 1e-3;

    public LossState {
        requireAboveZero("the state of a loss", value);
        Ranges.requireShare("momentum", momentum);
        requireAboveZero("least", least);
    }

    private static void requireAboveZero(String what, double number) {
        if (!(number > 0 && number <= 1)) {
            throw new IllegalArgumentException(what + " must be above 0 and at most 1: " + number);
        }
    }

    /** Whether steps change the value. */
    public boolean isCarried() {
        return momentum > 0;
    }

    /** This state with the value that a checkpoint or a graph has; where nothing is carried, this state as it is. */
    public LossState withValue(double other) {
        return isCarried() ? new LossState(other, momentum, least) : this;
    }

    /**
     * The state after one more batch; a batch without positives leaves it as it is.
     *
     * @param missedShares \( 1 - \mathrm{IoU} \) of each positive
     */
    public LossState after(double[] missedShares) {
        double sum = 0;
        for (double share : missedShares) {
            if (!(share >= -ROUNDING && share <= 1 + ROUNDING)) {
                throw new IllegalArgumentException("1 - IoU must be in [0, 1]: " + share);
            }
            sum += share;
        }
        if (missedShares.length == 0) {
            return this;
        }
        double next = (1 - momentum) * value + momentum * sum / missedShares.length;
        return withValue(Math.min(Math.max(next, least), 1));
    }
}
