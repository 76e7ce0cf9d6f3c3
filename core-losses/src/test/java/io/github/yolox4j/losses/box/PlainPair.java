package io.github.yolox4j.losses.box;

/**
 * Two boxes {@code cx, cy, w, h} and what formulas ask about them, from their corners, in plain arithmetic and
 * without eps.
 */
final class PlainPair {

    private final double[] predicted;
    private final double[] target;

    PlainPair(double[] predicted, double[] target) {
        this.predicted = predicted;
        this.target = target;
    }

    double dx() {
        return predicted[0] - target[0];
    }

    double dy() {
        return predicted[1] - target[1];
    }

    double w() {
        return predicted[2];
    }

    double h() {
        return predicted[3];
    }

    double wg() {
        return target[2];
    }

    double hg() {
        return target[3];
    }

    double iou() {
        return iou(1);
    }

    /** Of both boxes scaled about their centres. */
    double iou(double ratio) {
        double intersection = overlap(0, ratio) * overlap(1, ratio);
        return intersection / (ratio * ratio * (w() * h() + wg() * hg()) - intersection);
    }

    /** (C - U) / C. */
    double emptyShare() {
        double union = w() * h() + wg() * hg() - overlap(0, 1) * overlap(1, 1);
        return 1 - union / (hullWidth() * hullHeight());
    }

    double hullWidth() {
        return hull(0);
    }

    double hullHeight() {
        return hull(1);
    }

    /** The squared distance of the centres. */
    double rho2() {
        return dx() * dx() + dy() * dy();
    }

    /** The squared diagonal of the hull. */
    double c2() {
        return hullWidth() * hullWidth() + hullHeight() * hullHeight();
    }

    /** The difference of aspects in CIoU. */
    double v() {
        return 4 / (Math.PI * Math.PI) * Math.pow(Math.atan(wg() / hg()) - Math.atan(w() / h()), 2);
    }

    /** The distance of edges in PIoU. */
    double edgeDistance() {
        double x = Math.abs(low(predicted, 0, 1) - low(target, 0, 1))
                + Math.abs(high(predicted, 0, 1) - high(target, 0, 1));
        double y = Math.abs(low(predicted, 1, 1) - low(target, 1, 1))
                + Math.abs(high(predicted, 1, 1) - high(target, 1, 1));
        return (x / wg() + y / hg()) / 4;
    }

    /** The squared distances of upper left and lower right corners. */
    double cornerDistances() {
        double sum = 0;
        for (int axis = 0; axis < 2; axis++) {
            sum += Math.pow(low(predicted, axis, 1) - low(target, axis, 1), 2);
            sum += Math.pow(high(predicted, axis, 1) - high(target, axis, 1), 2);
        }
        return sum;
    }

    private double overlap(int axis, double ratio) {
        double from = Math.max(low(predicted, axis, ratio), low(target, axis, ratio));
        double to = Math.min(high(predicted, axis, ratio), high(target, axis, ratio));
        return Math.max(to - from, 0);
    }

    private double hull(int axis) {
        return Math.max(high(predicted, axis, 1), high(target, axis, 1))
                - Math.min(low(predicted, axis, 1), low(target, axis, 1));
    }

    private static double low(double[] box, int axis, double ratio) {
        return box[axis] - ratio * box[axis + 2] / 2;
    }

    private static double high(double[] box, int axis, double ratio) {
        return box[axis] + ratio * box[axis + 2] / 2;
    }
}
