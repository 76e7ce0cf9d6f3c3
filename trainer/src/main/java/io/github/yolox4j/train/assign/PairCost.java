package io.github.yolox4j.train.assign;

/**
 * The cost of matching an object with a candidate anchor, formula in {@link SimOta}, computed pair by pair on demand.
 *
 * <p>Every logarithm of a probability is at least -100, as in PyTorch's {@code binary_cross_entropy}. The sum over the wrong
 * classes is shared by all objects: it is computed once for an anchor, and the object's own class is exchanged in it.
 */
final class PairCost {

    private static final double LEAST_LOG = -100;
    private static final double IOU_FLOOR = 1e-8;

    private final SimOta rules;
    private final Predictions predictions;
    private final Candidates candidates;
    private final double[] rootObjectness; // sqrt(sigmoid(obj)) by candidate
    private final double[] allWrong; // class BCE by candidate if every class were wrong

    PairCost(SimOta rules, Predictions predictions, Candidates candidates) {
        this.rules = rules;
        this.predictions = predictions;
        this.candidates = candidates;
        rootObjectness = new double[candidates.size()];
        allWrong = new double[candidates.size()];
        for (int n = 0; n < candidates.size(); n++) {
            rootObjectness[n] = Math.sqrt(sigmoid(predictions.objectness(candidates.anchor(n))));
            for (int c = 0; c < predictions.classes(); c++) {
                allWrong[n] -= log(1 - probability(n, c));
            }
            requireNumbers(n);
        }
    }

    double of(TargetObject object, int n) {
        double p = probability(n, object.classId());
        double classCost = allWrong[n] + log(1 - p) - log(p);
        double iouCost = -Math.log(iou(object, n) + IOU_FLOOR);
        double distanceCost = candidates.isNear(object, n) ? 0 : rules.farPenalty();
        return classCost + rules.iouWeight() * iouCost + distanceCost;
    }

    /** Intersection over union of the object and candidate {@code n}'s predicted box. */
    double iou(TargetObject object, int n) {
        int anchor = candidates.anchor(n);
        double x = predictions.centerX(anchor);
        double y = predictions.centerY(anchor);
        double w = predictions.width(anchor);
        double h = predictions.height(anchor);
        double overlapX = Math.min(object.centerX() + object.width() / 2, x + w / 2)
                - Math.max(object.centerX() - object.width() / 2, x - w / 2);
        double overlapY = Math.min(object.centerY() + object.height() / 2, y + h / 2)
                - Math.max(object.centerY() - object.height() / 2, y - h / 2);
        if (!(overlapX > 0 && overlapY > 0)) {
            return 0;
        }
        double intersection = overlapX * overlapY;
        return intersection / (object.width() * object.height() + w * h - intersection);
    }

    private double probability(int n, int classId) {
        return Math.sqrt(sigmoid(predictions.classLogit(candidates.anchor(n), classId))) * rootObjectness[n];
    }

    private void requireNumbers(int n) {
        int anchor = candidates.anchor(n);
        double box = predictions.centerX(anchor) + predictions.centerY(anchor);
        double sides = predictions.width(anchor) + predictions.height(anchor);
        if (Double.isNaN(allWrong[n]) || Double.isNaN(box) || Double.isNaN(sides)) {
            throw new IllegalArgumentException("anchor " + anchor + " predicts something that is not a number: centre ("
                    + predictions.centerX(anchor) + ", " + predictions.centerY(anchor) + "), sides "
                    + predictions.width(anchor) + " x " + predictions.height(anchor) + ", objectness logit "
                    + predictions.objectness(anchor) + ", class cost " + allWrong[n]);
        }
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    private static double log(double probability) {
        return Math.max(Math.log(probability), LEAST_LOG);
    }
}
