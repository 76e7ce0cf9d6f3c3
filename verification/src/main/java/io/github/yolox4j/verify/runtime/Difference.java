package io.github.yolox4j.verify.runtime;

import java.util.List;

/**
 * How far two results differ.
 *
 * @param count of numbers compared
 * @param largestAbsolute the largest \(|a_i - b_i|\); infinite where one side is not a number and the other is
 * @param largestRelative {@code largestAbsolute} over the largest \(|b_i|\), see {@link Comparison}
 * @param position of the largest difference, counted from 0
 * @param index of the same along each axis; empty if nothing was compared
 * @param actual what stands there on the one side
 * @param expected what stands there on the other
 */
public record Difference(
        int count,
        double largestAbsolute,
        double largestRelative,
        int position,
        List<Long> index,
        float actual,
        float expected) {

    /** Whether the largest relative difference is at most {@code limit}. */
    public boolean within(double limit) {
        return largestRelative <= limit;
    }

    @Override
    public String toString() {
        return "largest difference of %d numbers: %.3g absolute, %.3g relative, at %s: %s instead of %s"
                .formatted(count, largestAbsolute, largestRelative, index, actual, expected);
    }
}
