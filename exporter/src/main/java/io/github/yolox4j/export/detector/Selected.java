package io.github.yolox4j.export.detector;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.ARG_MAX;
import static io.github.yolox4j.onnx.OnnxOperator.EQUAL;
import static io.github.yolox4j.onnx.OnnxOperator.EXPAND;
import static io.github.yolox4j.onnx.OnnxOperator.GATHER;
import static io.github.yolox4j.onnx.OnnxOperator.GATHER_ELEMENTS;
import static io.github.yolox4j.onnx.OnnxOperator.GATHER_ND;
import static io.github.yolox4j.onnx.OnnxOperator.GREATER;
import static io.github.yolox4j.onnx.OnnxOperator.LESS;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.NON_MAX_SUPPRESSION;
import static io.github.yolox4j.onnx.OnnxOperator.NON_ZERO;
import static io.github.yolox4j.onnx.OnnxOperator.PAD;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_MAX;
import static io.github.yolox4j.onnx.OnnxOperator.SCATTER_ND;
import static io.github.yolox4j.onnx.OnnxOperator.SHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.SQUEEZE;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;
import static io.github.yolox4j.onnx.OnnxOperator.TOP_K;
import static io.github.yolox4j.onnx.OnnxOperator.UNSQUEEZE;
import static io.github.yolox4j.onnx.OnnxOperator.WHERE;

import io.github.yolox4j.detection.metadata.Selection;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The detections of each image, by falling score, as {@link io.github.yolox4j.detection.decode.Postprocessing} keeps
 * them: each anchor's most probable class alone, score objectness times its probability, suppression among detections
 * of one class. Empty places hold zeros.
 *
 * @param present {@code [batch, most]}: whether there is a detection
 * @param boxes {@code [batch, most, 4]}: x1, y1, x2, y2
 * @param scores {@code [batch, most]}
 * @param classIds {@code [batch, most, 1]}: class ids as floats
 */
record Selected(Value present, Value boxes, Value scores, Value classIds) {

    private static final int ANCHOR_AXIS = 1;
    private static final int LAST_AXIS = 2;
    private static final int BOX = 4;

    /** The score of what is no detection; scores are at least 0. */
    private static final int NONE = -1;

    /**
     * Adds the nodes.
     *
     * @param centred {@code [batch, anchors, 4]}: centre x, centre y, width, height
     * @param confidences {@code [batch, anchors, 1 + classes]}: objectness, class probabilities
     */
    static Selected of(Value centred, Value confidences, int classes, Selection selection, GraphBuilder onnx) {
        Value none = onnx.scalar(NONE);
        Value probabilities = confidences.slice(LAST_AXIS, 1, 1 + classes);
        Value best = probabilities.then(REDUCE_MAX, Attribute.integers("axes", LAST_AXIS), dropAxis());
        Value classId = probabilities.then(ARG_MAX, Attribute.integer("axis", LAST_AXIS), dropAxis());
        Value objectness = confidences.slice(LAST_AXIS, 0, 1).then(SQUEEZE, onnx.list(LAST_AXIS));
        Value sides = centred.slice(LAST_AXIS, 2, BOX);
        Value finite = sides.then(REDUCE_MAX, Attribute.integers("axes", LAST_AXIS), dropAxis())
                .then(LESS, Double.POSITIVE_INFINITY);
        Value score = onnx.add(WHERE, List.of(finite, objectness.then(MUL, best), none)); // [batch, anchors]

        Value kept = suppressed(centred, score, classId, classes, selection, onnx);
        return best(kept, table(centred, classId, onnx), selection.most(), onnx);
    }

    /** Scores {@code [batch, anchors]} of the detections that survive, -1 elsewhere. */
    private static Value suppressed(
            Value centred, Value score, Value classId, int classes, Selection selection, GraphBuilder onnx) {
        Value none = onnx.scalar(NONE);
        long[] ids = LongStream.range(0, classes).toArray();
        Value ofClass = classId.then(UNSQUEEZE, onnx.list(1))
                .then(EQUAL, onnx.constant(Tensor.ofLongs(new long[] {1, classes, 1}, ids)));
        Value perClass = onnx.add(WHERE, List.of(ofClass, score.then(UNSQUEEZE, onnx.list(1)), none));
        Value survivors = onnx.add(
                NON_MAX_SUPPRESSION,
                List.of(
                        centred,
                        perClass,
                        onnx.list(selection.most()),
                        onnx.constant(Tensor.ofFloats(new long[] {1}, (float) selection.iouThreshold())),
                        onnx.constant(Tensor.ofFloats(new long[] {1}, mustExceed(selection.confidence())))),
                Attribute.integer("center_point_box", 1));
        Value at = survivors.then(GATHER, onnx.list(0, 2), Attribute.integer("axis", 1)); // image, anchor
        Value nothing = none.then(EXPAND, score.then(SHAPE));
        return onnx.add(SCATTER_ND, List.of(nothing, at, score.then(GATHER_ND, at)));
    }

    /** The operator keeps scores above a number, we keep those that reach the confidence. */
    private static float mustExceed(double confidence) {
        return confidence == 0 ? NONE / 2f : Math.nextDown((float) confidence);
    }

    /** Rows x1, y1, x2, y2, class of every anchor. */
    private static Value table(Value centred, Value classId, GraphBuilder onnx) {
        Value centre = centred.slice(LAST_AXIS, 0, 2);
        Value half = centred.slice(LAST_AXIS, 2, BOX).then(MUL, 0.5);
        Value id = classId.then(UNSQUEEZE, onnx.list(LAST_AXIS)).cast(ElementType.FLOAT);
        return onnx.concat(LAST_AXIS, centre.then(SUB, half), centre.then(ADD, half), id);
    }

    private static Selected best(Value kept, Value table, int most, GraphBuilder onnx) {
        Dim anchors = table.shape().dim(ANCHOR_AXIS);
        Value rows = table;
        Value scored = kept;
        if (!anchors.isFixed() || anchors.size() < most) {
            scored = onnx.add(PAD, List.of(kept, onnx.list(0, 0, 0, most), onnx.scalar(NONE)));
            rows = onnx.add(PAD, List.of(table, onnx.list(0, 0, 0, 0, most, 0), onnx.scalar(0)));
        }
        List<Value> top = onnx.add(TOP_K, List.of(scored, onnx.list(most)), 2, Attribute.integer("axis", ANCHOR_AXIS));
        Value zero = onnx.scalar(0);
        Value present = top.get(0).then(GREATER, NONE / 2.0);
        Value index = top.get(1).then(UNSQUEEZE, onnx.list(LAST_AXIS)).expand(1, 1, BOX + 1);
        Value places = present.then(UNSQUEEZE, onnx.list(LAST_AXIS));
        Value gathered = rows.then(GATHER_ELEMENTS, index, Attribute.integer("axis", ANCHOR_AXIS));
        Value taken = onnx.add(WHERE, List.of(places, gathered, zero));
        return new Selected(
                present,
                taken.slice(LAST_AXIS, 0, BOX),
                onnx.add(WHERE, List.of(present, top.get(0), zero)),
                taken.slice(LAST_AXIS, BOX, BOX + 1));
    }

    /** Rows batch, x1, y1, x2, y2, score, class of all images: {@code [n, 7]}. */
    Value rows(GraphBuilder onnx) {
        Value all = onnx.concat(LAST_AXIS, boxes, scores.then(UNSQUEEZE, onnx.list(LAST_AXIS)), classIds);
        Value at = present.then(NON_ZERO).transpose(1, 0);
        Value image = at.slice(1, 0, 1).cast(ElementType.FLOAT);
        return onnx.concat(1, image, all.then(GATHER_ND, at));
    }

    /**
     * Number {@code [batch, 1]}, boxes {@code [batch, most, 4]}, scores and classes {@code [batch, most]}; whole
     * numbers are INT32.
     */
    List<Value> perImage(GraphBuilder onnx) {
        Value number = present.cast(ElementType.INT32).sum(true, ANCHOR_AXIS);
        Value ids = classIds.then(SQUEEZE, onnx.list(LAST_AXIS)).cast(ElementType.INT32);
        return List.of(number, boxes, scores, ids);
    }

    private static Attribute dropAxis() {
        return Attribute.integer("keepdims", 0);
    }
}
