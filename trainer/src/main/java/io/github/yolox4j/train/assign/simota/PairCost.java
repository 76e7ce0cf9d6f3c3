package io.github.yolox4j.train.assign.simota;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.train.assign.Predictions;
import io.github.yolox4j.train.assign.TargetObject;

/**
 * The cost of matching an object with a candidate anchor, formula in {@link SimOta}, computed pair by pair on demand.
 *
 * <p>With \( u = e^{-\text{cls}_c} + e^{-\text{obj}} + e^{-\text{cls}_c - \text{obj}} \), whose terms never cancel,
 * \[ p_c = \frac{1}{\sqrt{1 + u}}, \qquad 1 - p_c = \frac{u}{(1 + u)(1 + p_c)} \]
 * Every logarithm of a probability is at least -100, as in PyTorch's {@code binary_cross_entropy}. The sum over the
 * wrong classes is shared by all objects: it is computed once for an anchor, and the object's own class is exchanged in
 * it.
 */
final class PairCost {

    private final SimOta rules;
    private final Predictions predictions;
    private final Candidates candidates;
    private final double[] absent; // e^-objectness by candidate
    private final double[] allWrong; // class BCE by candidate if every class were wrong

    PairCost(SimOta rules, Predictions predictions, Candidates candidates) {
        this.rules = rules;
        this.predictions = predictions;
        this.candidates = candidates;
        absent = new double[candidates.size()];
        allWrong = new double[candidates.size()];
        for (int n = 0; n < candidates.size(); n++) {
            absent[n] = odds(predictions.objectness(candidates.anchor(n)));
            for (int c = 0; c < predictions.classes(); c++) {
                allWrong[n] -= logMiss(odds(n, c));
            }
            requireNumbers(n);
        }
    }

    double of(TargetObject object, int n) {
        double u = odds(n, object.classId());
        double classCost = allWrong[n] + logMiss(u) - logHit(u);
        double iouCost = -Math.log(iou(object, n) + SimOta.IOU_FLOOR);
        double distanceCost = candidates.isNear(object, n) ? 0 : rules.farPenalty();
        return SimOta.onGrid(classCost + rules.iouWeight() * iouCost) + distanceCost;
    }

    double iou(TargetObject object, int n) {
        int anchor = candidates.anchor(n);
        double x = predictions.centerX(anchor);
        double y = predictions.centerY(anchor);
        double w = predictions.width(anchor);
        double h = predictions.height(anchor);
        double intersection = Box.intersection(
                object.centerX() - object.width() / 2,
                object.centerY() - object.height() / 2,
                object.centerX() + object.width() / 2,
                object.centerY() + object.height() / 2,
                x - w / 2,
                y - h / 2,
                x + w / 2,
                y + h / 2);
        return Box.iou(intersection, object.width() * object.height(), w * h);
    }

    /** \(u\) of a candidate's class. */
    private double odds(int n, int classId) {
        double other = odds(predictions.classLogit(candidates.anchor(n), classId));
        return other + absent[n] + other * absent[n];
    }

    private void requireNumbers(int n) {
        int anchor = candidates.anchor(n);
        if (Double.isNaN(allWrong[n])
                || Double.isNaN(predictions.centerX(anchor))
                || Double.isNaN(predictions.centerY(anchor))
                || Double.isNaN(predictions.width(anchor))
                || Double.isNaN(predictions.height(anchor))) {
            throw new IllegalArgumentException("anchor " + anchor + " has a prediction that is NaN: centre ("
                    + predictions.centerX(anchor) + ", " + predictions.centerY(anchor) + "), sides "
                    + predictions.width(anchor) + " x " + predictions.height(anchor) + ", objectness logit "
                    + predictions.objectness(anchor) + ", class cost " + allWrong[n]);
        }
    }

    /** \( e^{-x} \), bounded where the logarithms have long reached their own bound. */
    private static double odds(double logit) {
        return Math.exp(-Math.max(logit, SimOta.LEAST_LOGIT));
    }

    /** \( \ln p \). */
    private static double logHit(double u) {
        return Math.max(-0.5 * Math.log(1 + u), SimOta.LEAST_LOG);
    }

    /** \( \ln(1 - p) \). */
    private static double logMiss(double u) {
        return Math.max(Math.log(u / (1 + u) / (1 + 1 / Math.sqrt(1 + u))), SimOta.LEAST_LOG);
    }
}
