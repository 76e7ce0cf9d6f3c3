package io.github.yolox4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

/** The tolerance rule of the golden files: relative to the expected number, or to 1 where that is larger. */
public final class Closeness {

    private Closeness() {}

    /**
     * \( |a - b| \le tol \cdot \max(1, |b|) \) for every number; NaN is close to nothing.
     *
     * @param subject what an error message calls them
     */
    public static void assertValues(String subject, double[] actual, double[] expected, double tolerance) {
        assertThat(actual).as(subject).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertClose(
                    subject + "[" + i + "]", actual[i], expected[i], tolerance * Math.max(1, Math.abs(expected[i])));
        }
    }

    /** \( |a - b| \le tol \cdot \max(1, \max_{row} |b|) \) for every number of a gradient; NaN is close to nothing. */
    public static void assertRows(double[][] actual, double[][] expected, double tolerance) {
        assertThat(actual).hasDimensions(expected.length, expected[0].length);
        for (int i = 0; i < expected.length; i++) {
            double scale = 1;
            for (double number : expected[i]) {
                scale = Math.max(scale, Math.abs(number));
            }
            for (int j = 0; j < expected[i].length; j++) {
                assertClose("gradient of row " + i + ", column " + j, actual[i][j], expected[i][j], tolerance * scale);
            }
        }
    }

    private static void assertClose(String what, double actual, double expected, double allowed) {
        if (!(Math.abs(actual - expected) <= allowed)) {
            throw new AssertionError(what + ": " + actual + " is not within " + allowed + " of " + expected);
        }
    }
}
