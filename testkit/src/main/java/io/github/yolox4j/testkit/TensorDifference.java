package io.github.yolox4j.testkit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.shape.Shape;

/**
 * How far a tensor is from the expected one, number by number.
 *
 * @param numbers how many were compared
 * @param beyond how many of them are further off than allowed, those that are not finite included
 * @param largestAbsolute largest \( |a - b| \); infinite if a number is not finite on either side
 * @param worst the number that is furthest off, of those that are finite on both sides
 * @param strays those that are not finite
 * @param allowed how far a number may be off
 */
public record TensorDifference(
        int numbers, int beyond, double largestAbsolute, Optional<Entry> worst, Strays strays, Closeness allowed) {

    /**
     * One number of both tensors.
     *
     * @param index such as {@code [row, column]}; empty where there is no dimension
     * @param scale by which its difference is measured
     */
    public record Entry(String index, double actual, double expected, double scale) {

        /** \( |a - b| \). */
        public double absolute() {
            return Math.abs(actual - expected);
        }

        /** \( |a - b| / s \). */
        public double relative() {
            return absolute() / scale;
        }

        @Override
        public String toString() {
            return (index.isEmpty() ? "" : "at " + index + " ") + actual + " instead of " + expected;
        }
    }

    /**
     * Numbers that are NaN or infinite on either side.
     *
     * @param count how many there are
     * @param first of them
     */
    public record Strays(int count, Optional<Entry> first) {}

    /**
     * Compares numbers in C order.
     *
     * @param shape of both tensors
     * @throws IllegalArgumentException if there are not as many numbers as the shape says
     */
    public static TensorDifference of(double[] actual, double[] expected, long[] shape, Closeness allowed) {
        long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (actual.length != size || expected.length != size) {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " needs " + size + " numbers, got "
                    + actual.length + " and " + expected.length);
        }
        int rowLength = shape.length == 0 ? 1 : Math.toIntExact(shape[shape.length - 1]);
        int sharing = allowed.sharing(expected.length, rowLength);
        Tally tally = new Tally(allowed.factor());
        double scale = 1;
        for (int i = 0; i < expected.length; i++) {
            if (i % sharing == 0) {
                scale = allowed.scale(expected, i, sharing);
            }
            if (tally.changes(actual[i], expected[i], scale)) {
                tally.show(entry(i, actual, expected, shape, scale));
            }
        }
        return new TensorDifference(
                expected.length,
                tally.beyond,
                tally.largestAbsolute,
                Optional.ofNullable(tally.worst),
                new Strays(tally.notFinite, Optional.ofNullable(tally.firstNotFinite)),
                allowed);
    }

    /** What was found so far. */
    private static final class Tally {

        private final double factor;
        private int beyond;
        private int notFinite;
        private double largestAbsolute;
        private Entry worst;
        private Entry firstNotFinite;

        Tally(double factor) {
            this.factor = factor;
        }

        /** Counts a number; whether it is one to be shown. */
        boolean changes(double actual, double expected, double scale) {
            boolean isFinite = Double.isFinite(actual) && Double.isFinite(expected);
            double absolute = isFinite ? Math.abs(actual - expected) : Double.POSITIVE_INFINITY;
            largestAbsolute = Math.max(largestAbsolute, absolute);
            if (!isFinite || absolute / scale > factor) {
                beyond++;
            }
            return isFinite ? worst == null || absolute / scale > worst.relative() : notFinite++ == 0;
        }

        void show(Entry entry) {
            if (Double.isFinite(entry.absolute())) {
                worst = entry;
            } else {
                firstNotFinite = entry;
            }
        }
    }

    private static Entry entry(int i, double[] actual, double[] expected, long[] shape, double scale) {
        String index = shape.length == 0 ? "" : Arrays.toString(Shape.ind2subC(shape, i));
        return new Entry(index, actual[i], expected[i], scale);
    }

    /** How many are NaN or infinite on either side. */
    public int notFinite() {
        return strays.count();
    }

    /** The first of these. */
    public Optional<Entry> firstNotFinite() {
        return strays.first();
    }

    /** Whether no number is further off than allowed. */
    public boolean isClose() {
        return beyond == 0;
    }

    /** Largest \( |a - b| / s \); infinite if a number is not finite on either side. */
    public double largestRelative() {
        return notFinite() > 0
                ? Double.POSITIVE_INFINITY
                : worst.map(Entry::relative).orElse(0.0);
    }

    /** The number to show: the first that is not finite, else the one that is furthest off; none of no numbers. */
    public Optional<Entry> shown() {
        return firstNotFinite().or(() -> worst);
    }

    /** Where they differ most, how far, and how many do. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(beyond)
                .append(" of ")
                .append(numbers)
                .append(" numbers are further off than ")
                .append(allowed);
        firstNotFinite()
                .ifPresent(first -> text.append(
                        String.format(Locale.ROOT, "%n%d of them not finite, the first %s", notFinite(), first)));
        worst.ifPresent(most -> text.append(String.format(
                Locale.ROOT,
                "%nfurthest off: %s, absolute %.3e, relative %.3e",
                most,
                most.absolute(),
                most.relative())));
        return text.toString();
    }
}
