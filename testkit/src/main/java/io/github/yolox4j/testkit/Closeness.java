package io.github.yolox4j.testkit;

/**
 * How far a number \(a\) may be from the expected \(b\):
 * \[ |a - b| \le \mathrm{factor} \cdot s, \]
 * where the {@link Scale} \(s\) is taken from the expected numbers. NaN and infinity are close to nothing.
 *
 * @param factor finite, at least 0; 0 demands equality
 * @param least what \(s\) is at least; of {@link Scale#ONE}, what it is
 */
public record Closeness(double factor, Scale scale, double least) {

    /** Numbers must be the same. */
    public static final Closeness EXACT = within(0);

    /** Keeps the scale of a tensor of zeros from being one of them. */
    private static final double TINY = 1e-12;

    /** What a difference is measured by. */
    public enum Scale {
        /** A given number, the same for all: 1 unless {@link #least} is another. */
        ONE(""),
        /** The expected number. */
        NUMBER("|expected|"),
        /** The largest expected number of the row; rows run along the last dimension. */
        ROW("largest |expected| of the row"),
        /** The largest expected number of the whole tensor: entries near zero do not inflate a relative difference. */
        TENSOR("the largest |expected|");

        private final String formula;

        Scale(String formula) {
            this.formula = formula;
        }
    }

    public Closeness {
        if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a tolerance must be finite and at least 0, got " + factor);
        }
        if (!(least > 0 && least < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a scale must be finite and more than 0, got " + least);
        }
    }

    /** At most that far. */
    public static Closeness within(double distance) {
        return new Closeness(distance, Scale.ONE, 1);
    }

    /** At most that share of a length. */
    public static Closeness ofLength(double factor, double length) {
        return new Closeness(factor, Scale.ONE, length);
    }

    /**
     * The rule of golden files for values: measured by the number, at least 1, so that small numbers are
     * compared absolutely, large ones relatively.
     */
    public static Closeness ofNumbers(double factor) {
        return new Closeness(factor, Scale.NUMBER, 1);
    }

    /** The rule of golden files for gradients: measured by the largest number of the row, at least 1. */
    public static Closeness ofRows(double factor) {
        return new Closeness(factor, Scale.ROW, 1);
    }

    /** Measured by the largest number of the tensor. */
    public static Closeness ofTensor(double factor) {
        return new Closeness(factor, Scale.TENSOR, TINY);
    }

    /** The same, but for a scale that is never below {@code number}. */
    public Closeness atLeast(double number) {
        return new Closeness(factor, scale, Math.max(least, number));
    }

    /** How many numbers in succession share a scale, of so many in rows of so many. */
    int sharing(int numbers, int rowLength) {
        return switch (scale) {
            case ONE, NUMBER -> 1;
            case ROW -> rowLength;
            case TENSOR -> numbers;
        };
    }

    /** The scale \(s\) that {@code count} expected numbers from the one at {@code first} on share. */
    double scale(double[] expected, int first, int count) {
        double largest = least;
        for (int i = first; scale != Scale.ONE && i < first + count; i++) {
            if (Double.isFinite(expected[i])) {
                largest = Math.max(largest, Math.abs(expected[i]));
            }
        }
        return largest;
    }

    /** What the factor is multiplied by, as a formula. */
    public String rule() {
        if (scale == Scale.ONE) {
            return shortly(least);
        }
        return least == TINY ? scale.formula : "max(" + shortly(least) + ", " + scale.formula + ")";
    }

    private static String shortly(double number) {
        return number == Math.rint(number) && number < 1e6
                ? Long.toString((long) number)
                : Float.toString((float) number);
    }

    /** The factor, and what it is multiplied by. */
    @Override
    public String toString() {
        return scale == Scale.ONE && least == 1 ? Double.toString(factor) : factor + " of " + rule();
    }
}
