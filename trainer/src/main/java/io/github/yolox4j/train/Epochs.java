package io.github.yolox4j.train;

/**
 * How long training lasts, and what is particular at its ends.
 *
 * @param total passes over the training images
 * @param warmup the learning rate rises quadratically from 0 during these first ones
 * @param last at the end the rate stays at its minimum, the L1 term is on, and mosaic and mixup are off
 */
public record Epochs(int total, int warmup, int last) {

    private static final int REFERENCE_WARMUP = 5;
    private static final int REFERENCE_LAST = 15;

    public Epochs {
        if (total < 1) {
            throw new IllegalArgumentException("epochs must be at least 1, got " + total);
        }
        if (warmup < 0 || last < 0 || (long) warmup + last > total) {
            throw new IllegalArgumentException("warm-up (" + warmup + ") and final epochs (" + last
                    + ") must not be negative and must fit into " + total + " epochs");
        }
    }

    /**
     * The reference's recipe. Runs too short for its 5 epochs of warm-up and 15 final ones keep their proportions: a
     * tenth of the epochs each.
     */
    public static Epochs of(int total) {
        return new Epochs(total, Math.min(REFERENCE_WARMUP, total / 10), Math.min(REFERENCE_LAST, total / 10));
    }

    /** Whether an epoch, counted from 0, is one of the last. */
    public boolean isAmongLast(int epoch) {
        return epoch >= total - last;
    }
}
