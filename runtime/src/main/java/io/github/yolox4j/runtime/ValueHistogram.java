package io.github.yolox4j.runtime;

import io.github.yolox4j.export.precision.Range;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * How the numbers of a value are distributed, in bins of equal width around 0. When a number falls outside, the bins
 * become twice as wide: two join into one, and nothing is seen twice or kept.
 */
final class ValueHistogram {

    private static final int BINS = 1 << 13;
    private static final int MIDDLE = BINS / 2;

    private final long[] counts = new long[BINS];
    private float low = Float.POSITIVE_INFINITY;
    private float high = Float.NEGATIVE_INFINITY;
    private float width = Float.MIN_NORMAL * BINS;

    /**
     * Adds numbers.
     *
     * @throws IllegalArgumentException if one is not finite
     */
    void add(FloatBuffer numbers) {
        while (numbers.hasRemaining()) {
            float x = numbers.get();
            if (!Float.isFinite(x)) {
                throw new IllegalArgumentException("a value becomes " + x + " on an image of the calibration");
            }
            low = Math.min(low, x);
            high = Math.max(high, x);
            while (Math.abs(x) >= MIDDLE * width) {
                widen();
            }
            counts[MIDDLE + (int) Math.floor(x / width)]++;
        }
    }

    private void widen() {
        long[] wide = new long[BINS];
        for (int i = 0; i < BINS; i++) {
            wide[MIDDLE + Math.floorDiv(i - MIDDLE, 2)] += counts[i];
        }
        System.arraycopy(wide, 0, counts, 0, BINS);
        width *= 2;
    }

    /**
     * The range that holds a share of the numbers, leaving out as many of the smallest as of the largest.
     *
     * @param kept in (0.5, 1]; 1 is from the smallest to the largest
     */
    Range range(double kept) {
        if (kept == 1) {
            return Range.around(low, high);
        }
        double left = (1 - kept) / 2 * Arrays.stream(counts).sum();
        int first = 0;
        for (double below = counts[0]; below <= left; below += counts[first]) {
            first++;
        }
        int last = BINS - 1;
        for (double above = counts[last]; above <= left; above += counts[last]) {
            last--;
        }
        return Range.around(Math.max(low, (first - MIDDLE) * width), Math.min(high, (last + 1 - MIDDLE) * width));
    }
}
