package io.github.yolox4j.verify;

/**
 * How far a number \(a\) may be from the expected \(b\):
 * \[ |a - b| \le \mathrm{factor} \cdot \max(1, s), \]
 * where the scale \(s\) is \(|b|\) itself or the largest \(|b|\) of its row. So small numbers are compared absolutely, large ones
 * relatively.
 *
 * @param factor finite, at least 0; 0 demands equality
 */
public record Tolerance(double factor, Scale scale) {

    /** What a difference is measured by. */
    public enum Scale {
        /** The expected number. */
        NUMBER("max(1, |expected|)"),
        /** The largest expected number of the row, rows running along the last dimension. */
        ROW("max(1, largest |expected| of the row)");

        private final String formula;

        Scale(String formula) {
            this.formula = formula;
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
        return new Tolerance(factor, Scale.NUMBER);
    }

    /** Measured row by row. */
    public static Tolerance ofRows(double factor) {
        return new Tolerance(factor, Scale.ROW);
    }

    /** What the factor is multiplied by, as a formula. */
    public String rule() {
        return scale.formula;
    }

    @Override
    public String toString() {
        return factor + " of " + rule();
    }
}
