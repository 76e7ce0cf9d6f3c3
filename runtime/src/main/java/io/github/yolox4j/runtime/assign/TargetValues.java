package io.github.yolox4j.runtime.assign;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.DIV;
import static io.github.yolox4j.onnx.OnnxOperator.EQUAL;
import static io.github.yolox4j.onnx.OnnxOperator.EXPAND;
import static io.github.yolox4j.onnx.OnnxOperator.GATHER_ND;
import static io.github.yolox4j.onnx.OnnxOperator.LOG;
import static io.github.yolox4j.onnx.OnnxOperator.SCATTER_ND;
import static io.github.yolox4j.onnx.OnnxOperator.SPLIT;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;

import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.train.loss.DetectionTargets;
import java.util.List;

/**
 * What every anchor shall learn, as {@link DetectionTargets} says; in single precision.
 *
 * @param positive {@code [batch, anchors, 1]}
 * @param boxes {@code [batch, anchors, 4]}
 * @param rawBoxes {@code [batch, anchors, 4]}
 * @param classes {@code [batch, anchors, classes]}
 * @param objects {@code [batch, anchors, 1]}: the object learnt, -1 at background
 * @param ious {@code [batch, anchors, 1]}: with it, 0 at background
 */
record TargetValues(Value positive, Value boxes, Value rawBoxes, Value classes, Value objects, Value ious) {

    private static final int BOX = 4;
    private static final int COLUMNS = 2 * BOX + 4;
    private static final int NONE = -1;

    static TargetValues of(
            Match match,
            ObjectValues objects,
            CandidateValues candidates,
            AnchorTable anchors,
            int batch,
            int classes,
            Axes axes) {
        GraphBuilder onnx = axes.onnx();
        Value at = axes.positions(match.object(), batch);
        Value box = objects.boxes().then(GATHER_ND, at); // [batch, places, 4]
        Value strides = candidates.strides();
        Value rawCenter = axes.part(box, Axes.LAST, 0, 2).then(DIV, strides).then(SUB, candidates.cells());
        Value rawSides = axes.part(box, Axes.LAST, 2, BOX)
                .then(DIV, strides)
                .then(ADD, axes.number(DetectionTargets.LOG_EPSILON))
                .then(LOG);
        Value learns = axes.withAxis(match.learns(), Axes.LAST);
        Value row = axes.join(
                Axes.LAST,
                Axes.as(ElementType.DOUBLE, learns),
                box,
                rawCenter,
                rawSides,
                Axes.as(ElementType.DOUBLE, axes.withAxis(objects.classIds().then(GATHER_ND, at), Axes.LAST)),
                Axes.as(ElementType.DOUBLE, axes.withAxis(match.object(), Axes.LAST)),
                axes.withAxis(match.iou(), Axes.LAST));

        Value background = background(anchors, onnx).then(EXPAND, onnx.list(batch, anchors.size(), COLUMNS));
        Value rows = axes.choose(learns, Axes.as(ElementType.FLOAT, row), background.then(GATHER_ND, candidates.at()));
        Value all = onnx.add(SCATTER_ND, List.of(background, candidates.at(), rows)); // [batch, anchors, columns]
        List<Value> columns =
                onnx.add(SPLIT, List.of(all, onnx.list(1, BOX, BOX, 1, 1, 1)), 6, Attribute.integer("axis", Axes.LAST));
        Value isClass = columns.get(3).then(EQUAL, ids(classes, onnx));
        return new TargetValues(
                columns.get(0),
                columns.get(1),
                columns.get(2),
                axes.choose(isClass, columns.get(5), onnx.scalar(0)),
                columns.get(4),
                columns.get(5));
    }

    /** Rows of anchors that learn no object: 0, what raw zeros decode to, raw zeros, no class, no object, no overlap. */
    private static Value background(AnchorTable anchors, GraphBuilder onnx) {
        float[] rows = new float[COLUMNS * anchors.size()];
        for (int i = 0; i < anchors.size(); i++) {
            int stride = anchors.stride(i);
            int row = i * COLUMNS;
            rows[row + 1] = anchors.gridX(i) * stride;
            rows[row + 2] = anchors.gridY(i) * stride;
            rows[row + 3] = stride;
            rows[row + 4] = stride;
            rows[row + 2 * BOX + 1] = NONE;
            rows[row + 2 * BOX + 2] = NONE;
        }
        return onnx.constant("anchors.background", Tensor.ofFloats(new long[] {1, anchors.size(), COLUMNS}, rows));
    }

    private static Value ids(int classes, GraphBuilder onnx) {
        float[] ids = new float[classes];
        for (int i = 0; i < classes; i++) {
            ids[i] = i;
        }
        return onnx.constant(Tensor.ofFloats(new long[] {1, 1, classes}, ids));
    }
}
