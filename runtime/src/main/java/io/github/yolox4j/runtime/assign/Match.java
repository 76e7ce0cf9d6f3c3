package io.github.yolox4j.runtime.assign;

import static io.github.yolox4j.onnx.OnnxOperator.AND;
import static io.github.yolox4j.onnx.OnnxOperator.ARG_MIN;
import static io.github.yolox4j.onnx.OnnxOperator.FLOOR;
import static io.github.yolox4j.onnx.OnnxOperator.GATHER;
import static io.github.yolox4j.onnx.OnnxOperator.GATHER_ELEMENTS;
import static io.github.yolox4j.onnx.OnnxOperator.GREATER;
import static io.github.yolox4j.onnx.OnnxOperator.LESS;
import static io.github.yolox4j.onnx.OnnxOperator.MIN;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.NEG;
import static io.github.yolox4j.onnx.OnnxOperator.RANGE;
import static io.github.yolox4j.onnx.OnnxOperator.RESHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.SCATTER_ELEMENTS;
import static io.github.yolox4j.onnx.OnnxOperator.SHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.SQUEEZE;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;
import static io.github.yolox4j.onnx.OnnxOperator.TOP_K;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.train.assign.SimOta;
import java.util.List;

/**
 * Which candidate learns which object, the rules of {@link SimOta}; each {@code [batch, places]}.
 *
 * @param learns whether the candidate learns an object
 * @param object which; 0 if none
 * @param iou with it; 0 if none
 */
record Match(Value learns, Value object, Value iou) {

    static Match of(SimOta rules, ObjectValues objects, CandidateValues candidates, PairValues pairs, Axes axes) {
        GraphBuilder onnx = axes.onnx();
        Value most = candidates.most().then(MIN, onnx.list(rules.topIous()));
        Value k = affordable(pairs.iou(), most, axes);
        List<Value> cheapest = highest(pairs.cost().then(NEG), most, onnx); // of equal ones the lower index first
        Value rank = Axes.as(ElementType.DOUBLE, countTo(most, axes));
        Value isCandidate = cheapest.get(0).then(GREATER, axes.number(Double.NEGATIVE_INFINITY));
        Value taken = Axes.as(ElementType.FLOAT, rank.then(LESS, k).then(AND, isCandidate)); // [batch, objects, most]

        Value number = axes.withAxis(countTo(axes.part(objects.boxes().then(SHAPE), 0, 1, 2), axes), 1); // [objects, 1]
        Value takers = sumByCandidate(taken, cheapest.get(1), candidates, axes);
        Value numbers =
                sumByCandidate(taken.then(MUL, Axes.as(ElementType.FLOAT, number)), cheapest.get(1), candidates, axes);
        Value cheapestObject =
                pairs.cost().then(ARG_MIN, Attribute.integer("axis", Axes.MIDDLE), Attribute.integer("keepdims", 0));
        Value object =
                axes.choose(takers.then(GREATER, onnx.scalar(1)), cheapestObject, Axes.as(ElementType.INT64, numbers));
        Value learns = takers.then(GREATER, onnx.scalar(0));
        Value iou = pairs.iou()
                .then(GATHER_ELEMENTS, axes.withAxis(object, Axes.MIDDLE), Attribute.integer("axis", Axes.MIDDLE))
                .then(SQUEEZE, onnx.list(Axes.MIDDLE));
        return new Match(learns, object, axes.choose(learns, iou, axes.number(0)));
    }

    /** \(k\): how many anchors each object may take, {@code [batch, objects, 1]}. */
    private static Value affordable(Value ious, Value most, Axes axes) {
        Value sum = axes.sum(highest(ious, most, axes.onnx()).get(0), Axes.LAST);
        return axes.atLeast(axes.onGrid(sum).then(FLOOR), 1);
    }

    private static List<Value> highest(Value x, Value most, GraphBuilder onnx) {
        return onnx.add(TOP_K, List.of(x, most), 2, Attribute.integer("axis", Axes.LAST));
    }

    /** 0, 1, ... below a number {@code [1]}. */
    private static Value countTo(Value number, Axes axes) {
        Value limit = number.then(GATHER, axes.whole(0), Attribute.integer("axis", 0));
        return axes.onnx().add(RANGE, List.of(axes.whole(0), limit, axes.whole(1)));
    }

    /** Adds up what the objects say about each candidate: {@code [batch, objects, most]} to {@code [batch, places]}. */
    private static Value sumByCandidate(Value said, Value about, CandidateValues candidates, Axes axes) {
        Value flat = axes.onnx().list(0, -1);
        Value isCandidate = Axes.as(ElementType.FLOAT, candidates.isCandidate());
        return axes.onnx()
                .add(
                        SCATTER_ELEMENTS,
                        List.of(
                                isCandidate.then(SUB, isCandidate),
                                about.then(RESHAPE, flat),
                                said.then(RESHAPE, flat)),
                        Attribute.integer("axis", Axes.MIDDLE),
                        Attribute.text("reduction", "add"));
    }
}
