package io.github.yolox4j.train.assign.simota;

import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.ROUND;

import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.train.assign.Assigner;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.BatchGraph;
import io.github.yolox4j.train.assign.MatchValues;
import io.github.yolox4j.train.assign.ObjectValues;
import io.github.yolox4j.train.assign.PredictedValues;
import io.github.yolox4j.train.assign.Predictions;
import io.github.yolox4j.train.assign.TargetObject;
import java.util.Arrays;
import java.util.List;

/**
 * SimOTA label assignment, the one of the reference YOLOX. Objects choose among the anchors near any object:
 *
 * <ol>
 *   <li>an object may take \( k = \max(1, \lfloor \text{sum of its 10 highest IoUs} \rfloor) \) anchors;
 *   <li>it takes the \(k\) of least cost;
 *   <li>an anchor taken by several objects goes to the object, of all in the image, for which it is cheapest.
 * </ol>
 *
 * <p>With \( p_c = \sqrt{\sigma(\text{cls}_c)\,\sigma(\text{obj})} \) predicted at the anchor, and \(y\) the one-hot
 * class of the object, a pair costs
 * \[ -\sum_c \left( y_c \ln p_c + (1 - y_c) \ln(1 - p_c) \right) - \lambda \ln(\mathrm{IoU} + 10^{-8})
 *   + \text{farPenalty} \cdot [\text{anchor not near this object}] \]
 * An anchor is near an object if its centre lies strictly inside the square of {@code centerRadius} strides to each
 * side of the object's centre.
 *
 * <p>Of equal costs the lower anchor or object index wins. Costs, before the penalty, and sums of IoUs are rounded to
 * multiples of \( 2^{-30} \): what would be equal but for the last bits of a logarithm is equal, whoever computes it.
 * Nothing here carries a gradient.
 *
 * @param centerRadius how near an anchor must be to an object's centre, in strides; above 0
 * @param topIous how many IoUs decide the number of anchors \(k\); at least 1
 * @param iouWeight \(\lambda\), weight of the IoU in the cost; at least 0
 * @param farPenalty cost of an anchor that is near another object only; at least 0
 * @implNote An image whose objects have no anchor near them (all centres outside the input) has no positives. The
 *     reference fails on it. The reference computes the class term in single precision, where a probability reaches 1
 *     at a logit of 17; this class in double precision, by a form of it that loses no digits near 1.
 * @see <a href="https://arxiv.org/abs/2107.08430">Ge et al., YOLOX: Exceeding YOLO Series in 2021, section 2.1</a>
 */
public record SimOta(double centerRadius, int topIous, double iouWeight, double farPenalty) implements Assigner {

    /** The reference's numbers. */
    public static final SimOta DEFAULT = new SimOta(1.5, 10, 3, 1e6);

    /** Added to an IoU before its logarithm is taken. */
    public static final double IOU_FLOOR = 1e-8;

    /** The least logarithm of a probability that counts. */
    public static final double LEAST_LOG = -100;

    /** Logits below it count as it: the probability's logarithm is under {@link #LEAST_LOG} already. */
    public static final double LEAST_LOGIT = -300;

    /** Costs and sums of IoUs are compared in multiples of 1 / this. */
    public static final double GRID = 0x1p30;

    public SimOta {
        require(centerRadius > 0 && Double.isFinite(centerRadius), "centerRadius must be above 0", centerRadius);
        require(topIous >= 1, "topIous must be at least 1", topIous);
        require(iouWeight >= 0 && Double.isFinite(iouWeight), "iouWeight must be at least 0", iouWeight);
        require(farPenalty >= 0 && Double.isFinite(farPenalty), "farPenalty must be at least 0", farPenalty);
    }

    private static void require(boolean holds, String rule, double value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", got " + value);
        }
    }

    @Override
    public Assignment assign(Predictions predictions, List<TargetObject> objects) {
        for (TargetObject object : objects) {
            if (object.classId() >= predictions.classes()) {
                throw new IllegalArgumentException(
                        "class " + object.classId() + " of " + predictions.classes() + " classes: " + object);
            }
        }
        Candidates candidates = Candidates.near(objects, predictions.grid(), centerRadius);
        if (candidates.size() == 0) {
            return Assignment.none(predictions.grid().size());
        }
        PairCost cost = new PairCost(this, predictions, candidates);

        int[] takers = new int[candidates.size()];
        int[] owner = new int[candidates.size()];
        Arrays.fill(owner, Assignment.BACKGROUND);
        for (int g = 0; g < objects.size(); g++) {
            Smallest taken = cheapest(affordable(objects.get(g), candidates, cost), objects.get(g), candidates, cost);
            for (int rank = 0; rank < taken.count(); rank++) {
                takers[taken.index(rank)]++;
                owner[taken.index(rank)] = g;
            }
        }
        for (int n = 0; n < takers.length; n++) {
            if (takers[n] > 1) {
                owner[n] = cheapestObject(n, objects, cost);
            }
        }
        return spread(owner, predictions.grid().size(), objects, candidates, cost);
    }

    @Override
    public MatchValues assign(PredictedValues.Source predictions, ObjectValues objects, BatchGraph graph) {
        graph.onnx().enter("candidates");
        CandidateValues candidates = CandidateValues.of(predictions, objects, centerRadius, graph);
        graph.onnx().enter("pairs");
        PairValues pairs = PairValues.of(this, objects, candidates, graph);
        graph.onnx().enter("match");
        return SimOtaMatch.of(this, objects, candidates, pairs, graph);
    }

    /** \(k\): how many anchors the object may take. */
    private int affordable(TargetObject object, Candidates candidates, PairCost cost) {
        Smallest top = new Smallest(Math.min(topIous, candidates.size()));
        for (int n = 0; n < candidates.size(); n++) {
            top.offer(-cost.iou(object, n), n);
        }
        double sum = 0;
        for (int rank = 0; rank < top.count(); rank++) {
            sum -= top.key(rank);
        }
        return Math.max(1, (int) onGrid(sum));
    }

    /** The object's {@code k} cheapest candidates; far ones are priced only where near ones may not suffice. */
    private Smallest cheapest(int k, TargetObject object, Candidates candidates, PairCost cost) {
        Smallest best = new Smallest(Math.min(k, candidates.size()));
        for (int n = 0; n < candidates.size(); n++) {
            if (candidates.isNear(object, n)) {
                best.offer(cost.of(object, n), n);
            }
        }
        if (best.isFull() && best.largestKey() < farPenalty - iouWeight - 1) { // no far one costs less
            return best;
        }
        for (int n = 0; n < candidates.size(); n++) {
            if (!candidates.isNear(object, n)) {
                best.offer(cost.of(object, n), n);
            }
        }
        return best;
    }

    private static int cheapestObject(int n, List<TargetObject> objects, PairCost cost) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int g = 0; g < objects.size(); g++) {
            double price = cost.of(objects.get(g), n);
            if (price < least) {
                least = price;
                best = g;
            }
        }
        return best;
    }

    /** The nearest multiple of 1 / {@link #GRID}. */
    static double onGrid(double value) {
        return Math.rint(value * GRID) / GRID;
    }

    static Value onGrid(Value value, BatchGraph graph) {
        return value.then(MUL, graph.number(GRID)).then(ROUND).then(MUL, graph.number(1 / GRID));
    }

    private static Assignment spread(
            int[] owner, int anchors, List<TargetObject> objects, Candidates candidates, PairCost cost) {
        int[] matched = new int[anchors];
        Arrays.fill(matched, Assignment.BACKGROUND);
        double[] ious = new double[anchors];
        for (int n = 0; n < owner.length; n++) {
            if (owner[n] != Assignment.BACKGROUND) {
                matched[candidates.anchor(n)] = owner[n];
                ious[candidates.anchor(n)] = cost.iou(objects.get(owner[n]), n);
            }
        }
        return Assignment.of(matched, ious);
    }
}
