package io.github.yolox4j.verify;

import java.util.Locale;

/**
 * Two arrays compared number by number.
 *
 * @param numbers how many were compared
 * @param beyond how many of them lie outside the tolerance
 * @param largestAbsolute largest \( |a - b| \); infinite if either side is not finite
 * @param largestRelative largest \( |a - b| / s \), with the scale \(s\) of the tolerance
 * @param where index of the number that has the largest relative difference; empty where there is only one number
 * @param actual that number
 * @param expected what it should be
 * @param tolerance the most that {@code largestRelative} may be
 */
public record Comparison(
        String subject,
        int numbers,
        int beyond,
        double largestAbsolute,
        double largestRelative,
        String where,
        double actual,
        double expected,
        Tolerance tolerance)
        implements Check {

    /**
     * Compares arrays of one shape.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public static Comparison of(String subject, Numbers actual, Numbers expected, Tolerance tolerance) {
        if (!actual.hasShapeOf(expected)) {
            throw new IllegalArgumentException(subject + " is " + actual + ", expected " + expected);
        }
        if (expected.size() == 0) {
            return new Comparison(subject, 0, 0, 0, 0, "", 0, 0, tolerance);
        }
        int beyond = 0;
        int worst = 0;
        double largestAbsolute = 0;
        double largestRelative = 0;
        int sharing = tolerance.sharing(expected);
        double scale = 1;
        for (int i = 0; i < expected.size(); i++) {
            if (i % sharing == 0) {
                scale = tolerance.scale(expected, i, sharing);
            }
            double absolute = difference(actual.at(i), expected.at(i));
            double relative = Double.isInfinite(absolute) ? absolute : absolute / scale;
            if (relative > tolerance.factor()) {
                beyond++;
            }
            if (relative > largestRelative) {
                largestRelative = relative;
                worst = i;
            }
            largestAbsolute = Math.max(largestAbsolute, absolute);
        }
        return new Comparison(
                subject,
                expected.size(),
                beyond,
                largestAbsolute,
                largestRelative,
                expected.size() == 1 ? "" : expected.place(worst),
                actual.at(worst),
                expected.at(worst),
                tolerance);
    }

    private static double difference(double actual, double expected) {
        double difference = Math.abs(actual - expected);
        return Double.isFinite(difference) ? difference : Double.POSITIVE_INFINITY;
    }

    @Override
    public boolean passed() {
        return beyond == 0;
    }

    /** How much of what is allowed is used: the largest relative difference over the factor; beyond 1 it failed. */
    public double shareOfTolerance() {
        return largestRelative / Math.max(tolerance.factor(), Double.MIN_NORMAL);
    }

    /** The largest differences in a few words. */
    public String measure() {
        return String.format(Locale.ROOT, "abs %.2e, rel %.2e", largestAbsolute, largestRelative);
    }

    @Override
    public String finding() {
        String place = subject + where + " is " + actual + ", expected " + expected + " within " + tolerance;
        return passed() ? place : place + "; " + beyond + " of " + numbers + " numbers are beyond";
    }

    @Override
    public String sentence() {
        return finding() + " (" + measure() + ")";
    }
}
