package io.github.yolox4j.verify;

/**
 * How far a number \(a\) may be from the expected \(b\):
 * \[ |a - b| \le \mathrm{factor} \cdot s, \]
 * where the {@link Scale} \(s\) is taken from the expected numbers.
 *
 * @param factor finite, at least 0; 0 demands equality
 * @param least what \(s\) is at least
 */
public record Tolerance(double factor, Scale scale, double least) {

    /** What a difference is measured by. */
    public enum Scale {
        /** The expected number, at least 1: small numbers are compared absolutely, large ones relatively. */
        NUMBER("max(1, |expected|)", 1),
        /** The expected number, at least 1000: what is a distance in pixels is compared absolutely, unless it is huge. */
        PIXELS("max(1000, |expected|)", 1000),
        /** The largest expected number of the row, at least 1; rows run along the last dimension. */
        ROW("max(1, largest |expected| of the row)", 1),
        /** The largest expected number of the whole array: entries near zero do not inflate a relative difference. */
        ARRAY("the largest |expected|", 1e-12);

        private final String formula;
        private final double least;

        Scale(String formula, double least) {
            this.formula = formula;
            this.least = least;
        }
    }

    /** Numbers must be the same. */
    public static final Tolerance EXACT = ofNumbers(0);

    public Tolerance {
        if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a tolerance must be finite and at least 0, got " + factor);
        }
    }

    /** Measured number by number. */
    public static Tolerance ofNumbers(double factor) {
        return new Tolerance(factor, Scale.NUMBER, Scale.NUMBER.least);
    }

    /** At most so many pixels, or the same share of what is longer than 1000 pixels. */
    public static Tolerance ofPixels(double pixels) {
        return new Tolerance(pixels / Scale.PIXELS.least, Scale.PIXELS, Scale.PIXELS.least);
    }

    /** Measured row by row. */
    public static Tolerance ofRows(double factor) {
        return new Tolerance(factor, Scale.ROW, Scale.ROW.least);
    }

    /** Measured by the largest number of the array. */
    public static Tolerance ofArray(double factor) {
        return new Tolerance(factor, Scale.ARRAY, Scale.ARRAY.least);
    }

    /** The same, but for a scale that is not below {@code number}. */
    public Tolerance atLeast(double number) {
        return new Tolerance(factor, scale, Math.max(least, number));
    }

    /** How many numbers in succession share a scale. */
    int sharing(Numbers expected) {
        return switch (scale) {
            case NUMBER, PIXELS -> 1;
            case ROW -> expected.rowLength();
            case ARRAY -> expected.size();
        };
    }

    /** The scale \(s\) that {@code count} expected numbers from the one at {@code first} on share. */
    double scale(Numbers expected, int first, int count) {
        double largest = least;
        for (int i = first; i < first + count; i++) {
            largest = Math.max(largest, Math.abs(expected.at(i)));
        }
        return largest;
    }

    /** What the factor is multiplied by, as a formula. */
    public String rule() {
        return least == scale.least ? scale.formula : scale.formula + ", at least " + (float) least;
    }

    @Override
    public String toString() {
        return factor + " of " + rule();
    }
}
