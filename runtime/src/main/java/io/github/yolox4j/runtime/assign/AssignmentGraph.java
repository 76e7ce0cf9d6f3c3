package io.github.yolox4j.runtime.assign;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.DIV;
import static io.github.yolox4j.onnx.OnnxOperator.GREATER;
import static io.github.yolox4j.onnx.OnnxOperator.MIN;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.RECIPROCAL;
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
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import io.github.yolox4j.train.assign.SimOta;
import io.github.yolox4j.train.loss.DetectionTargets;
import io.github.yolox4j.train.loss.ObjectnessNormaliser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Label assignment in standard ONNX operators: from the network's logits and the objects to the arrays of
 * {@link DetectionTargets}. Nothing in it carries a gradient.
 *
 * <p>It computes in double precision, as {@link SimOta} does, and gives the same mask, match and targets. The number of objects is
 * chosen at each run. Only candidates, the anchors near any object of their image, are paired with objects.
 *
 * @param rules of the assignment
 * @param anchors of the input size
 * @param batch number of images
 * @param classes number of object classes
 * @param normaliser what the objectness term is divided by
 */
public record AssignmentGraph(
        SimOta rules, AnchorTable anchors, int batch, int classes, ObjectnessNormaliser normaliser) {

    /** Input {@code [batch, objects, 4]}, double: centre x, centre y, width, height in pixels. */
    public static final String OBJECT_BOXES = "objects.boxes";
    /** Input {@code [batch, objects]}, whole numbers: -1 where an image has fewer objects than another. */
    public static final String OBJECT_CLASSES = "objects.classes";
    /** Input {@code [1]}, double: the state that the loss carries, before this batch. */
    public static final String LOSS_STATE_BEFORE = "assigned.missed_mean_before";
    /** Output {@code [1]}, double: that state with this batch. */
    public static final String LOSS_STATE = "assigned.missed_mean";
    /** Output {@code [1]}: how many anchors of the batch learn an object. */
    public static final String POSITIVES = "assigned.positives";
    /** Output {@code [batch, anchors, 1]}: the object an anchor learns, -1 if none. */
    public static final String OBJECTS = "assigned.objects";
    /** Output {@code [batch, anchors, 1]}: the IoU with it, 0 if none. */
    public static final String IOUS = "assigned.ious";

    /**
     * The graph; its other input is {@link YoloxGraph#LOGITS}, its other outputs have the names of the targets.
     *
     * @param state what the loss carries from step to step; the graph moves it on
     */
    public OnnxGraph build(LossState state) {
        GraphBuilder onnx = new GraphBuilder();
        Axes axes = new Axes(onnx);
        Value logits = onnx.input(YoloxGraph.LOGITS, TensorType.floats(batch, anchors.size(), 5L + classes));
        Dim open = Dim.named("objects");
        ObjectValues objects = ObjectValues.of(
                onnx.input(OBJECT_BOXES, type(ElementType.DOUBLE, Dim.of(batch), open, Dim.of(4))),
                onnx.input(OBJECT_CLASSES, type(ElementType.INT64, Dim.of(batch), open)),
                axes);
        Value stateBefore = onnx.input(LOSS_STATE_BEFORE, type(ElementType.DOUBLE, Dim.of(1)));

        onnx.enter("candidates");
        CandidateValues candidates =
                CandidateValues.of(logits, objects, anchors, rules.centerRadius(), batch, classes, axes);
        onnx.enter("pairs");
        PairValues pairs = PairValues.of(rules, objects, candidates, batch, axes);
        onnx.enter("match");
        Match match = Match.of(rules, objects, candidates, pairs, axes);
        onnx.enter("targets");
        TargetValues targets = TargetValues.of(match, objects, candidates, anchors, batch, classes, axes);
        onnx.enter("counts");
        Value positives = total(Axes.as(ElementType.DOUBLE, match.learns()), onnx);
        Value overlaps = total(match.iou(), onnx);
        Value stateAfter = after(state, stateBefore, positives, overlaps, axes);

        Map<String, Value> outputs = new LinkedHashMap<>();
        outputs.put(DetectionTargets.POSITIVE, targets.positive());
        outputs.put(DetectionTargets.BOXES, targets.boxes());
        outputs.put(DetectionTargets.RAW_BOXES, targets.rawBoxes());
        outputs.put(DetectionTargets.CLASSES, targets.classes());
        outputs.put(DetectionTargets.INVERSE_COUNT, inverse(axes.atLeast(positives, 1)));
        outputs.put(DetectionTargets.INVERSE_OBJECTNESS_COUNT, inverse(divisor(positives, overlaps, axes)));
        outputs.put(DetectionTargets.LOSS_STATE, Axes.as(ElementType.FLOAT, stateAfter));
        outputs.put(LOSS_STATE, stateAfter);
        outputs.put(POSITIVES, Axes.as(ElementType.FLOAT, positives));
        outputs.put(OBJECTS, targets.objects());
        outputs.put(IOUS, targets.ious());
        return onnx.build("assignment", outputs);
    }

    private static TensorType type(ElementType element, Dim... dims) {
        return new TensorType(element, new TensorShape(List.of(dims)));
    }

    private static Value total(Value perPlace, GraphBuilder onnx) {
        return perPlace.then(REDUCE_SUM, onnx.list(0, 1), Attribute.integer("keepdims", 0))
                .then(RESHAPE, onnx.list(1));
    }

    private static Value inverse(Value divisor) {
        return Axes.as(ElementType.FLOAT, divisor.then(RECIPROCAL));
    }

    /** {@link ObjectnessNormaliser} over values. */
    private Value divisor(Value positives, Value overlaps, Axes axes) {
        return switch (normaliser) {
            case POSITIVES -> axes.atLeast(positives, 1);
            case BATCH -> axes.onnx().constant(Tensor.ofDoubles(new long[] {1}, batch));
            case TARGETS -> axes.atLeast(overlaps, 1);
        };
    }

    /** {@link LossState#after} over values. */
    private static Value after(LossState state, Value before, Value positives, Value overlaps, Axes axes) {
        double momentum = state.momentum();
        Value mean = positives.then(SUB, overlaps).then(DIV, axes.atLeast(positives, 1));
        Value moved = before.then(MUL, axes.number(1 - momentum)).then(ADD, mean.then(MUL, axes.number(momentum)));
        Value bounded = axes.atLeast(moved, state.least()).then(MIN, axes.number(1));
        return axes.choose(positives.then(GREATER, axes.number(0)), bounded, before);
    }
}
