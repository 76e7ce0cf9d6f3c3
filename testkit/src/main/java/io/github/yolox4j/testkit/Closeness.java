package io.github.yolox4j.testkit;

/**
 * How far a number \(a\) may be from the expected \(b\):
 * \[ |a - b| \le \mathrm{factor} \cdot s, \]
 * where the {@link Scale} \(s\) is taken from the expected numbers. NaN and infinity are close to nothing.
 *
 * @param factor finite, at least 0; 0 demands equality
 */
public record Closeness(double factor, Scale scale) {

    /** What a difference is measured by. */
    public enum Scale {
        /** Nothing: the difference counts as it is. */
        ONE("1"),
        /** The expected number, at least 1: small numbers are compared absolutely, large ones relatively. */
        NUMBER("max(1, |expected|)"),
        /** The largest expected number of the row, at least 1; rows run along the last dimension. */
        ROW("max(1, largest |expected| of the row)"),
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
    }

    /** At most that far. */
    public static Closeness within(double distance) {
        return new Closeness(distance, Scale.ONE);
    }

    /** The rule of golden files for values: measured number by number. */
    public static Closeness ofNumbers(double factor) {
        return new Closeness(factor, Scale.NUMBER);
    }

    /** The rule of golden files for gradients: measured row by row. */
    public static Closeness ofRows(double factor) {
        return new Closeness(factor, Scale.ROW);
    }

    /** Measured by the largest number of the tensor. */
    public static Closeness ofTensor(double factor) {
        return new Closeness(factor, Scale.TENSOR);
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
        if (scale == Scale.ONE) {
            return 1;
        }
        double largest = scale == Scale.TENSOR ? Double.MIN_NORMAL : 1;
        for (int i = first; i < first + count; i++) {
            if (Double.isFinite(expected[i])) {
                largest = Math.max(largest, Math.abs(expected[i]));
            }
        }
        return largest;
    }

    /** The factor, and what it is multiplied by. */
    @Override
    public String toString() {
        return scale == Scale.ONE ? Double.toString(factor) : factor + " of " + scale.formula;
    }
}
