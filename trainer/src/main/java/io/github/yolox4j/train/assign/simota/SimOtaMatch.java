package io.github.yolox4j.train.assign.simota;

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
import io.github.yolox4j.train.assign.BatchGraph;
import io.github.yolox4j.train.assign.MatchValues;
import io.github.yolox4j.train.assign.ObjectValues;
import java.util.List;

/** Which candidate learns which object: the rules of {@link SimOta} over values. */
final class SimOtaMatch {

    private SimOtaMatch() {}

    static MatchValues of(
            SimOta rules, ObjectValues objects, CandidateValues candidates, PairValues pairs, BatchGraph graph) {
        GraphBuilder onnx = graph.onnx();
        Value most = candidates.most().then(MIN, onnx.list(rules.topIous()));
        Value k = affordable(pairs.iou(), most, graph);
        List<Value> cheapest = highest(pairs.cost().then(NEG), most, onnx); // of equal ones the lower index first
        Value rank = BatchGraph.as(ElementType.DOUBLE, countTo(most, graph));
        Value isCandidate = cheapest.get(0).then(GREATER, graph.number(Double.NEGATIVE_INFINITY));
        Value taken =
                BatchGraph.as(ElementType.FLOAT, rank.then(LESS, k).then(AND, isCandidate)); // [batch, objects, most]

        Value number =
                graph.withAxis(countTo(graph.part(objects.boxes().then(SHAPE), 0, 1, 2), graph), 1); // [objects, 1]
        Value takers = sumByCandidate(taken, cheapest.get(1), candidates, graph);
        Value numbers = sumByCandidate(
                taken.then(MUL, BatchGraph.as(ElementType.FLOAT, number)), cheapest.get(1), candidates, graph);
        Value cheapestObject = pairs.cost()
                .then(ARG_MIN, Attribute.integer("axis", BatchGraph.MIDDLE), Attribute.integer("keepdims", 0));
        Value object = graph.choose(
                takers.then(GREATER, onnx.scalar(1)), cheapestObject, BatchGraph.as(ElementType.INT64, numbers));
        Value learns = takers.then(GREATER, onnx.scalar(0));
        Value iou = pairs.iou()
                .then(
                        GATHER_ELEMENTS,
                        graph.withAxis(object, BatchGraph.MIDDLE),
                        Attribute.integer("axis", BatchGraph.MIDDLE))
                .then(SQUEEZE, onnx.list(BatchGraph.MIDDLE));
        return new MatchValues(candidates.places(), learns, object, graph.choose(learns, iou, graph.number(0)));
    }

    /** \(k\): how many anchors each object may take, {@code [batch, objects, 1]}. */
    private static Value affordable(Value ious, Value most, BatchGraph graph) {
        Value sum = graph.sum(highest(ious, most, graph.onnx()).get(0), BatchGraph.LAST);
        return graph.atLeast(SimOta.onGrid(sum, graph).then(FLOOR), 1);
    }

    private static List<Value> highest(Value x, Value most, GraphBuilder onnx) {
        return onnx.add(TOP_K, List.of(x, most), 2, Attribute.integer("axis", BatchGraph.LAST));
    }

    /** 0, 1, ... below a number {@code [1]}. */
    private static Value countTo(Value number, BatchGraph graph) {
        Value limit = number.then(GATHER, graph.whole(0), Attribute.integer("axis", 0));
        return graph.onnx().add(RANGE, List.of(graph.whole(0), limit, graph.whole(1)));
    }

    /** Adds up what the objects say about each candidate: {@code [batch, objects, most]} to {@code [batch, places]}. */
    private static Value sumByCandidate(Value said, Value about, CandidateValues candidates, BatchGraph graph) {
        Value flat = graph.onnx().list(0, -1);
        Value isCandidate = BatchGraph.as(ElementType.FLOAT, candidates.isCandidate());
        return graph.onnx()
                .add(
                        SCATTER_ELEMENTS,
                        List.of(
                                isCandidate.then(SUB, isCandidate),
                                about.then(RESHAPE, flat),
                                said.then(RESHAPE, flat)),
                        Attribute.integer("axis", BatchGraph.MIDDLE),
                        Attribute.text("reduction", "add"));
    }
}
