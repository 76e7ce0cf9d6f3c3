package io.github.yolox4j.train.assign.simota;

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
import io.github.yolox4j.train.assign.BatchGraph;
import io.github.yolox4j.train.assign.ObjectValues;

/**
 * What every pair of an object and a candidate of its image overlaps and costs, formulas in {@link SimOta}; the graph
 * form of {@link PairCost}.
 *
 * @param iou {@code [batch, objects, places]}: 0 where object or candidate are missing
 * @param cost {@code [batch, objects, places]}: infinite there
 */
record PairValues(Value iou, Value cost) {

    static PairValues of(SimOta rules, ObjectValues objects, CandidateValues candidates, BatchGraph graph) {
        Value centers = BatchGraph.turned(candidates.predicted().centers()); // [batch, 2, places]
        Value halves = BatchGraph.turned(candidates.predicted().sides().then(MUL, graph.number(0.5)));
        Value low = centers.then(SUB, halves);
        Value high = centers.then(ADD, halves);
        Value overlapX = overlap(objects.box().left(), objects.box().right(), first(low, graph), first(high, graph));
        Value overlapY = overlap(objects.box().top(), objects.box().bottom(), second(low, graph), second(high, graph));
        Value zero = graph.number(0);
        Value allowed = objects.present().then(AND, graph.withAxis(candidates.isCandidate(), BatchGraph.MIDDLE));
        Value meets = overlapX.then(GREATER, zero)
                .then(AND, overlapY.then(GREATER, zero))
                .then(AND, allowed);
        Value sides = BatchGraph.turned(candidates.predicted().sides());
        Value intersection = overlapX.then(MUL, overlapY);
        Value union = objects.box()
                .area()
                .then(ADD, first(sides, graph).then(MUL, second(sides, graph)))
                .then(SUB, intersection);
        Value iou = graph.choose(meets, intersection.then(DIV, union), zero);

        Value iouCost =
                iou.then(ADD, graph.number(SimOta.IOU_FLOOR)).then(LOG).then(MUL, graph.number(-rules.iouWeight()));
        Value cost = SimOta.onGrid(classCost(objects, candidates, graph).then(ADD, iouCost), graph);
        Value distanceCost = graph.choose(
                near(rules.centerRadius(), objects, candidates, graph), zero, graph.number(rules.farPenalty()));
        return new PairValues(
                iou, graph.choose(allowed, cost.then(ADD, distanceCost), graph.number(Double.POSITIVE_INFINITY)));
    }

    private static Value overlap(Value low, Value high, Value otherLow, Value otherHigh) {
        return high.then(MIN, otherHigh).then(SUB, low.then(MAX, otherLow));
    }

    private static Value near(double radius, ObjectValues objects, CandidateValues candidates, BatchGraph graph) {
        Value middles = BatchGraph.turned(candidates
                .places()
                .cells()
                .then(ADD, graph.number(0.5))
                .then(MUL, candidates.places().strides())); // [batch, 2, places]
        Value reach = BatchGraph.turned(candidates.places().strides()).then(MUL, graph.number(radius));
        return CandidateValues.near(first(middles, graph), objects.box().centerX(), reach)
                .then(
                        AND,
                        CandidateValues.near(
                                second(middles, graph), objects.box().centerY(), reach));
    }

    /** As {@link PairCost}: binary cross-entropy as if every class were wrong, then the object's own exchanged. */
    private static Value classCost(ObjectValues objects, CandidateValues candidates, BatchGraph graph) {
        Value absent = odds(candidates.predicted().objectness(), graph);
        Value other = odds(candidates.predicted().classLogits(), graph);
        Value u = other.then(ADD, absent).then(ADD, other.then(MUL, absent)); // [batch, places, classes]
        Value one = graph.number(1);
        Value above = u.then(ADD, one);
        Value hit = graph.atLeast(above.then(LOG).then(MUL, graph.number(-0.5)), SimOta.LEAST_LOG);
        Value p = above.then(SQRT).then(RECIPROCAL);
        Value miss =
                graph.atLeast(u.then(DIV, above).then(DIV, p.then(ADD, one)).then(LOG), SimOta.LEAST_LOG);
        Value allWrong = BatchGraph.turned(graph.sum(miss, BatchGraph.LAST).then(NEG)); // [batch, 1, places]
        Value exchanged = BatchGraph.turned(miss.then(SUB, hit)); // [batch, classes, places]
        return allWrong.then(ADD, exchanged.then(GATHER_ND, graph.positions(objects.classIds())));
    }

    private static Value odds(Value logits, BatchGraph graph) {
        return graph.atLeast(logits, SimOta.LEAST_LOGIT).then(NEG).then(EXP);
    }

    private static Value first(Value pairs, BatchGraph graph) {
        return graph.entry(pairs, BatchGraph.MIDDLE, 0);
    }

    private static Value second(Value pairs, BatchGraph graph) {
        return graph.entry(pairs, BatchGraph.MIDDLE, 1);
    }
}
