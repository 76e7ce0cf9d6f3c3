package io.github.yolox4j.losses.math;

/** Checks of the numbers that a loss is made with; a message carries the value. */
public final class Ranges {

    private Ranges() {}

    /** Above 0 and finite. */
    public static void requirePositive(String what, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " must be positive and finite: " + value);
        }
    }

    /** At least 0 and finite. */
    public static void requireNotNegative(String what, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " must be finite and not negative: " + value);
        }
    }

    /** At least 0 and below 1. */
    public static void requireBelowOne(String what, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(what + " must be at least 0 and below 1: " + value);
        }
    }

    /** From 0 to 1. */
    public static void requireShare(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " must be in [0, 1]: " + value);
        }
    }
}
