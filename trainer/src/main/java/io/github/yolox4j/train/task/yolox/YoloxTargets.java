package io.github.yolox4j.train.task.yolox;

import static io.github.yolox4j.onnx.OnnxOperator.RECIPROCAL;

import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.train.assign.BatchGraph;
import io.github.yolox4j.train.assign.MatchValues;
import io.github.yolox4j.train.assign.ObjectValues;
import io.github.yolox4j.train.loss.ObjectnessNormaliser;
import io.github.yolox4j.train.task.DetectionTask;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The targets of YOLOX.
 */
public record YoloxTargets(int classes, ObjectnessNormaliser normaliser) implements DetectionTask.Targets {

    /** {@code [batch, anchors, 1]}: 1 at anchors that learn an object, else 0. */
    public static final String POSITIVE = "targets.positive";
    /**
     * {@code [batch, anchors, 4]}: centre x, centre y, width, height in pixels; at background what raw zeros decode to.
     */
    public static final String BOXES = "targets.boxes";
    /** {@code [batch, anchors, 4]}: the raw numbers that decode to the box; at background 0. */
    public static final String RAW_BOXES = "targets.raw_boxes";
    /** {@code [batch, anchors, classes]}: one-hot times the IoU of the match; at background 0. */
    public static final String CLASSES = "targets.classes";
    /** {@code [1]}: 1 / max(positives in the batch, 1). */
    public static final String INVERSE_COUNT = "targets.inverse_count";
    /** {@code [1]}: 1 / the number that the {@link ObjectnessNormaliser} gives for the batch. */
    public static final String INVERSE_OBJECTNESS_COUNT = "targets.inverse_objectness_count";

    /** Keeps the logarithm of an empty side finite. */
    static final double LOG_EPSILON = 1e-8;

    @Override
    public YoloxTargetArrays arrays(AnchorTable anchors, int batch, DataType type) {
        return new YoloxTargetArrays(this, anchors, batch, type);
    }

    @Override
    public Map<String, Value> values(
            MatchValues match, ObjectValues objects, DetectionTask.Targets.Totals totals, BatchGraph graph) {
        Map<String, Value> values = new LinkedHashMap<>(YoloxTargetValues.of(match, objects, classes, graph));
        values.put(INVERSE_COUNT, inverse(graph.atLeast(totals.positives(), 1)));
        Value divisor = normaliser.divisor(totals.positives(), totals.ious(), graph);
        values.put(INVERSE_OBJECTNESS_COUNT, inverse(divisor));
        return values;
    }

    private static Value inverse(Value divisor) {
        return BatchGraph.as(ElementType.FLOAT, divisor.then(RECIPROCAL));
    }
}
