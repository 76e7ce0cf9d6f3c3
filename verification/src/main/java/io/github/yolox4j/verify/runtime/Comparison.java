package io.github.yolox4j.verify.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares two results number by number.
 *
 * <p>With \(a\) the numbers looked at and \(b\) those taken for right,
 * \[ d_{abs} = \max_i |a_i - b_i|, \qquad d_{rel} = \frac{d_{abs}}{\max(\max_i |b_i|,\; 10^{-12})}. \]
 * The relative difference so measures against the largest number of the whole result: entries near zero do not inflate it. Two
 * NaN, or two infinities of the same sign, do not differ; any other pair with one of them differs infinitely.
 */
public final class Comparison {

    private static final double SMALLEST_SCALE = 1e-12;

    private Comparison() {}

    /**
     * @throws IllegalArgumentException if the shapes differ
     */
    public static Difference of(FloatTensor actual, FloatTensor expected) {
        if (!Arrays.equals(actual.shape(), expected.shape())) {
            throw new IllegalArgumentException("shapes differ: " + Arrays.toString(actual.shape()) + " instead of "
                    + Arrays.toString(expected.shape()));
        }
        return of(actual.values(), expected.values(), expected.shape());
    }

    /**
     * @throws IllegalArgumentException if the lengths differ
     */
    public static Difference of(float[] actual, float[] expected) {
        if (actual.length != expected.length) {
            throw new IllegalArgumentException("lengths differ: " + actual.length + " instead of " + expected.length);
        }
        return of(actual, expected, new long[] {expected.length});
    }

    private static Difference of(float[] actual, float[] expected, long[] shape) {
        if (actual.length == 0) {
            return new Difference(0, 0, 0, 0, List.of(), Float.NaN, Float.NaN);
        }
        double largest = -1;
        double scale = SMALLEST_SCALE;
        int position = 0;
        for (int i = 0; i < actual.length; i++) {
            double difference = difference(actual[i], expected[i]);
            if (difference > largest) {
                largest = difference;
                position = i;
            }
            if (Float.isFinite(expected[i])) {
                scale = Math.max(scale, Math.abs((double) expected[i]));
            }
        }
        return new Difference(
                actual.length,
                largest,
                largest / scale,
                position,
                index(position, shape),
                actual[position],
                expected[position]);
    }

    private static double difference(float a, float b) {
        if (Float.compare(a, b) == 0) {
            return 0;
        }
        double difference = Math.abs((double) a - b);
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }

    private static List<Long> index(int position, long[] shape) {
        List<Long> index = new ArrayList<>();
        long rest = position;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            index.add(0, rest % shape[axis]);
            rest /= shape[axis];
        }
        return index;
    }
}
