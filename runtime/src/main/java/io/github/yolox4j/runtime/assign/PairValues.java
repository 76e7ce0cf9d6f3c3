package io.github.yolox4j.runtime.assign;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.AND;
import static io.github.yolox4j.onnx.OnnxOperator.DIV;
import static io.github.yolox4j.onnx.OnnxOperator.EXP;
import static io.github.yolox4j.onnx.OnnxOperator.GATHER_ND;
import static io.github.yolox4j.onnx.OnnxOperator.GREATER;
import static io.github.yolox4j.onnx.OnnxOperator.LOG;
import static io.github.yolox4j.onnx.OnnxOperator.MAX;
import static io.github.yolox4j.onnx.OnnxOperator.MIN;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.NEG;
import static io.github.yolox4j.onnx.OnnxOperator.RECIPROCAL;
import static io.github.yolox4j.onnx.OnnxOperator.SQRT;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;

import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.train.assign.SimOta;

/**
 * What every pair of an object and a candidate of its image overlaps and costs, formulas in {@link SimOta}.
 *
 * @param iou {@code [batch, objects, places]}: 0 where object or candidate are missing
 * @param cost {@code [batch, objects, places]}: infinite there
 */
record PairValues(Value iou, Value cost) {

    static PairValues of(SimOta rules, ObjectValues objects, CandidateValues candidates, int batch, Axes axes) {
        Value centers = Axes.turned(candidates.centers()); // [batch, 2, places]
        Value halves = Axes.turned(candidates.sides().then(MUL, axes.number(0.5)));
        Value low = centers.then(SUB, halves);
        Value high = centers.then(ADD, halves);
        Value overlapX = overlap(objects.left(), objects.right(), first(low, axes), first(high, axes));
        Value overlapY = overlap(objects.top(), objects.bottom(), second(low, axes), second(high, axes));
        Value zero = axes.number(0);
        Value allowed = objects.present().then(AND, axes.withAxis(candidates.isCandidate(), Axes.MIDDLE));
        Value meets = overlapX.then(GREATER, zero)
                .then(AND, overlapY.then(GREATER, zero))
                .then(AND, allowed);
        Value sides = Axes.turned(candidates.sides());
        Value intersection = overlapX.then(MUL, overlapY);
        Value union = objects.area()
                .then(ADD, first(sides, axes).then(MUL, second(sides, axes)))
                .then(SUB, intersection);
        Value iou = axes.choose(meets, intersection.then(DIV, union), zero);

        Value iouCost =
                iou.then(ADD, axes.number(SimOta.IOU_FLOOR)).then(LOG).then(MUL, axes.number(-rules.iouWeight()));
        Value cost = axes.onGrid(classCost(objects, candidates, batch, axes).then(ADD, iouCost));
        Value distanceCost = axes.choose(
                near(rules.centerRadius(), objects, candidates, axes), zero, axes.number(rules.farPenalty()));
        return new PairValues(
                iou, axes.choose(allowed, cost.then(ADD, distanceCost), axes.number(Double.POSITIVE_INFINITY)));
    }

    private static Value overlap(Value low, Value high, Value otherLow, Value otherHigh) {
        return high.then(MIN, otherHigh).then(SUB, low.then(MAX, otherLow));
    }

    /** Whether a candidate is near this very object. */
    private static Value near(double radius, ObjectValues objects, CandidateValues candidates, Axes axes) {
        Value middles = Axes.turned(
                candidates.cells().then(ADD, axes.number(0.5)).then(MUL, candidates.strides())); // [batch, 2, places]
        Value reach = Axes.turned(candidates.strides()).then(MUL, axes.number(radius));
        return CandidateValues.near(first(middles, axes), objects.centerX(), reach)
                .then(AND, CandidateValues.near(second(middles, axes), objects.centerY(), reach));
    }

    /**
     * Binary cross-entropy summed over classes: as if every class were wrong, then the object's own exchanged.
     *
     * <p>With \( u = e^{-\text{cls}} + e^{-\text{obj}} + e^{-\text{cls} - \text{obj}} \): \( p = 1 / \sqrt{1 + u} \) and
     * \( 1 - p = u / ((1 + u)(1 + p)) \).
     */
    private static Value classCost(ObjectValues objects, CandidateValues candidates, int batch, Axes axes) {
        Value absent = odds(candidates.objectness(), axes);
        Value other = odds(candidates.classLogits(), axes);
        Value u = other.then(ADD, absent).then(ADD, other.then(MUL, absent)); // [batch, places, classes]
        Value one = axes.number(1);
        Value above = u.then(ADD, one);
        Value hit = axes.atLeast(above.then(LOG).then(MUL, axes.number(-0.5)), SimOta.LEAST_LOG);
        Value p = above.then(SQRT).then(RECIPROCAL);
        Value miss = axes.atLeast(u.then(DIV, above).then(DIV, p.then(ADD, one)).then(LOG), SimOta.LEAST_LOG);
        Value allWrong = Axes.turned(axes.sum(miss, Axes.LAST).then(NEG)); // [batch, 1, places]
        Value exchanged = Axes.turned(miss.then(SUB, hit)); // [batch, classes, places]
        return allWrong.then(ADD, exchanged.then(GATHER_ND, axes.positions(objects.classIds(), batch)));
    }

    /** \( e^{-x} \), bounded. */
    private static Value odds(Value logits, Axes axes) {
        return axes.atLeast(logits, SimOta.LEAST_LOGIT).then(NEG).then(EXP);
    }

    private static Value first(Value pairs, Axes axes) {
        return axes.entry(pairs, Axes.MIDDLE, 0);
    }

    private static Value second(Value pairs, Axes axes) {
        return axes.entry(pairs, Axes.MIDDLE, 1);
    }
}
