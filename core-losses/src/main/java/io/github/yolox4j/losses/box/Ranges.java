package io.github.yolox4j.losses.box;

/** Checks of the numbers that a loss is made with. */
final class Ranges {

    private Ranges() {}

    static void requirePositive(String what, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " must be positive and finite: " + value);
        }
    }

    static void requireNotNegative(String what, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " must be finite and not negative: " + value);
        }
    }
}
