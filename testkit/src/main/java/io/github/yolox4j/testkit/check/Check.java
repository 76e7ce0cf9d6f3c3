package io.github.yolox4j.testkit.check;

import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.Numbers;

/** One thing that a case demands, and whether it held. */
public sealed interface Check permits Comparison, Condition {

    /** What was looked at, such as the name of an array. */
    String subject();

    boolean passed();

    /** What was found, as part of a sentence. */
    String finding();

    /** What was found, as a sentence that names the subject. */
    String sentence();

    /** Compares numbers; differing shapes are a failure of their own. */
    static Check compare(String subject, Numbers actual, Numbers expected, Closeness tolerance) {
        if (!actual.hasShapeOf(expected)) {
            return new Condition(subject, false, "computed " + actual + ", expected " + expected);
        }
        return new Comparison(subject, actual.differenceFrom(expected, tolerance));
    }

    /** Compares single numbers. */
    static Check compare(String subject, double actual, double expected, Closeness tolerance) {
        return compare(subject, Numbers.scalar(actual), Numbers.scalar(expected), tolerance);
    }

    /**
     * Compares arrays as a whole by \( \lVert a - b \rVert / \lVert b \rVert \), Euclidean norms.
     *
     * @param most that the quotient may be
     */
    static Check compareNorms(String subject, Numbers actual, Numbers expected, double most) {
        if (!actual.hasShapeOf(expected)) {
            return compare(subject, actual, expected, Closeness.EXACT);
        }
        double quotient = actual.distance(expected) / Math.max(expected.norm(), Double.MIN_NORMAL);
        return compare(subject + " (norm of difference over norm)", quotient, 0, Closeness.ofNumbers(most));
    }
}
