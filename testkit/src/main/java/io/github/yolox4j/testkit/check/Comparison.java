package io.github.yolox4j.testkit.check;

import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.TensorDifference;
import io.github.yolox4j.testkit.TensorDifference.Entry;
import java.util.Locale;

/** Two arrays compared number by number. */
public record Comparison(String subject, TensorDifference difference) implements Check {

    /** How many numbers were compared. */
    public int numbers() {
        return difference.numbers();
    }

    /** How many of them lie outside the tolerance. */
    public int beyond() {
        return difference.beyond();
    }

    /** Largest \( |a - b| \); infinite if either side is not finite. */
    public double largestAbsolute() {
        return difference.largestAbsolute();
    }

    /** Largest \( |a - b| / s \), with the scale \(s\) of the tolerance; infinite if either side is not finite. */
    public double largestRelative() {
        return difference.largestRelative();
    }

    /** Index of the number that has the largest relative difference; empty where there is only one number. */
    public String where() {
        return numbers() == 1 ? "" : difference.shown().map(Entry::index).orElse("");
    }

    /** That number. */
    public double actual() {
        return difference.shown().map(Entry::actual).orElse(0.0);
    }

    /** What it should be. */
    public double expected() {
        return difference.shown().map(Entry::expected).orElse(0.0);
    }

    /** Its factor is the most that {@link #largestRelative} may be. */
    public Closeness tolerance() {
        return difference.allowed();
    }

    @Override
    public boolean passed() {
        return difference.isClose();
    }

    /** How much of what is allowed is used: the largest relative difference over the factor; beyond 1 it failed. */
    public double shareOfTolerance() {
        return largestRelative() / Math.max(tolerance().factor(), Double.MIN_NORMAL);
    }

    /** The largest differences in a few words. */
    public String measure() {
        return String.format(Locale.ROOT, "abs %.2e, rel %.2e", largestAbsolute(), largestRelative());
    }

    @Override
    public String finding() {
        String place = subject + where() + " is " + actual() + ", expected " + expected() + " within " + tolerance();
        return passed() ? place : place + "; " + beyond() + " of " + numbers() + " numbers are outside the tolerance";
    }

    @Override
    public String sentence() {
        return finding() + " (" + measure() + ")";
    }
}
