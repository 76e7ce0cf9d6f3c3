package io.github.yolox4j.train.engine;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.DIV;
import static io.github.yolox4j.onnx.OnnxOperator.GREATER;
import static io.github.yolox4j.onnx.OnnxOperator.MIN;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_SUM;
import static io.github.yolox4j.onnx.OnnxOperator.RESHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;

import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import io.github.yolox4j.train.assign.BatchGraph;
import io.github.yolox4j.train.assign.MatchValues;
import io.github.yolox4j.train.assign.ObjectValues;
import io.github.yolox4j.train.task.DetectionTask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link TargetAssignment} in standard ONNX operators: from the network's output and the objects to the targets of the
 * loss. Nothing in it carries a gradient.
 *
 * <p>It computes in double precision, as the plain form does, and gives the same targets. The number of objects is
 * chosen at each run.
 *
 * @param task whose head, assigner and targets it joins
 */
public record AssignmentGraph(DetectionTask task, AnchorTable anchors, int batch) {

    /** Input {@code [batch, objects, 4]}, double: centre x, centre y, width, height in pixels. */
    public static final String OBJECT_BOXES = "objects.boxes";
    /** Input {@code [batch, objects]}, whole numbers: -1 where an image has fewer objects than another. */
    public static final String OBJECT_CLASSES = "objects.classes";
    /** Input {@code [1]}, double: the state that the loss carries, before this batch. */
    public static final String LOSS_STATE_BEFORE = "assigned." + LossState.TENSOR + "_before";
    /** Output {@code [1]}, double: that state with this batch. */
    public static final String LOSS_STATE = "assigned." + LossState.TENSOR;
    /** Output {@code [1]}: how many anchors of the batch learn an object. */
    public static final String POSITIVES = "assigned.positives";

    /** The graph; its other input is {@link YoloxGraph#LOGITS}, its other outputs have the names of the targets. */
    public OnnxGraph build() {
        GraphBuilder onnx = new GraphBuilder();
        BatchGraph graph = new BatchGraph(onnx, anchors, batch);
        Value rows = onnx.input(
                YoloxGraph.LOGITS,
                TensorType.floats(batch, anchors.size(), task.head().rowLength()));
        ObjectValues objects = ObjectValues.inputs(OBJECT_BOXES, OBJECT_CLASSES, graph);
        Value stateBefore =
                onnx.input(LOSS_STATE_BEFORE, new TensorType(ElementType.DOUBLE, new TensorShape(List.of(Dim.of(1)))));

        MatchValues match = task.assigner().assign(task.head().predictions(rows, graph), objects, graph);
        onnx.enter("counts");
        DetectionTask.Targets.Totals totals = new DetectionTask.Targets.Totals(
                total(BatchGraph.as(ElementType.DOUBLE, match.learns()), onnx), total(match.iou(), onnx));
        Value stateAfter = after(task.loss().initialState(), stateBefore, totals, graph);
        onnx.enter("targets");
        Map<String, Value> outputs = new LinkedHashMap<>(task.targets().values(match, objects, totals, graph));
        outputs.put(DetectionTask.Targets.LOSS_STATE, BatchGraph.as(ElementType.FLOAT, stateAfter));
        outputs.put(LOSS_STATE, stateAfter);
        outputs.put(POSITIVES, BatchGraph.as(ElementType.FLOAT, totals.positives()));
        return onnx.build("assignment", outputs);
    }

    private static Value total(Value perPlace, GraphBuilder onnx) {
        return perPlace.then(REDUCE_SUM, onnx.list(0, 1), Attribute.integer("keepdims", 0))
                .then(RESHAPE, onnx.list(1));
    }

    /** {@link LossState#after} over values. */
    private static Value after(LossState state, Value before, DetectionTask.Targets.Totals totals, BatchGraph graph) {
        double momentum = state.momentum();
        Value positives = totals.positives();
        Value mean = positives.then(SUB, totals.ious()).then(DIV, graph.atLeast(positives, 1));
        Value moved = before.then(MUL, graph.number(1 - momentum)).then(ADD, mean.then(MUL, graph.number(momentum)));
        Value bounded = graph.atLeast(moved, state.least()).then(MIN, graph.number(1));
        return graph.choose(positives.then(GREATER, graph.number(0)), bounded, before);
    }
}
