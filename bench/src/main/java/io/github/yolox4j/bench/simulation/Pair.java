package io.github.yolox4j.bench.simulation;

import io.github.yolox4j.detection.box.Box;

/** A box and its target, in numbers; per axis, positive to the right and down. */
record Pair(Axis x, Axis y) {

    private static final int COLUMNS = Cases.COLUMNS;

    static Pair of(double[] boxes, double[] targets, int i) {
        int at = i * COLUMNS;
        return new Pair(
                new Axis(boxes[at], boxes[at + 2], targets[at], targets[at + 2]),
                new Axis(boxes[at + 1], boxes[at + 3], targets[at + 1], targets[at + 3]));
    }

    boolean overlaps() {
        return x.overlap() > 0 && y.overlap() > 0;
    }

    /** \( I \). */
    double intersection() {
        return Box.intersection(
                x.low(), y.low(), x.high(), y.high(), x.targetLow(), y.targetLow(), x.targetHigh(), y.targetHigh());
    }

    /** \( I / U \). */
    double iou() {
        return Box.iou(intersection(), x.size() * y.size(), x.targetSize() * y.targetSize());
    }

    double areas() {
        return x.size() * y.size() + x.targetSize() * y.targetSize();
    }

    /** \( |\Delta x| + |\Delta y| + |\Delta w| + |\Delta h| \). */
    double error() {
        return x.error() + y.error();
    }

    /** One axis of a pair: an interval and its target, each by middle and size. */
    record Axis(double middle, double size, double targetMiddle, double targetSize) {

        private double low() {
            return middle - size / 2;
        }

        private double high() {
            return middle + size / 2;
        }

        private double targetLow() {
            return targetMiddle - targetSize / 2;
        }

        private double targetHigh() {
            return targetMiddle + targetSize / 2;
        }

        /** Length of the common part; negative the distance, if there is none. */
        double overlap() {
            return Math.min(high(), targetHigh()) - Math.max(low(), targetLow());
        }

        /** Length of the smallest interval around both. */
        double hull() {
            return Math.max(high(), targetHigh()) - Math.min(low(), targetLow());
        }

        /** Middle minus the target's. */
        double offset() {
            return middle - targetMiddle;
        }

        /** Whether the upper end lies past the target's: 1, at it: 1/2, before it: 0. */
        double highOut() {
            return share(high() - targetHigh());
        }

        /** Whether the lower end lies past the target's: 1, at it: 1/2, before it: 0. */
        double lowOut() {
            return share(targetLow() - low());
        }

        private static double share(double excess) {
            return (Math.signum(excess) + 1) / 2;
        }

        double error() {
            return Math.abs(offset()) + Math.abs(size - targetSize);
        }
    }
}
