package io.github.yolox4j.train.task;

import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.train.assign.graph.BatchGraph;
import io.github.yolox4j.train.assign.graph.MatchValues;
import io.github.yolox4j.train.assign.graph.ObjectValues;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/** What every anchor shall learn, once it is matched: the placeholders of the task's loss. */
public interface TaskTargets {

    /** {@code [1]}: the weight of what the loss adds in the last epochs: 0 before them. */
    String L1_WEIGHT = "targets.l1_weight";

    /** {@code [1]}: the state that the loss carries from step to step, moved on by the batch. */
    String LOSS_STATE = "targets." + LossState.TENSOR;

    /** Arrays for one batch size, one for each placeholder; whoever asks closes them. */
    TargetArrays arrays(AnchorTable anchors, int batch, DataType type);

    /**
     * The same over values, in single precision; {@link #L1_WEIGHT} and {@link #LOSS_STATE} are not among them.
     *
     * @return by placeholder
     */
    Map<String, Value> values(MatchValues match, ObjectValues objects, MatchTotals totals, BatchGraph graph);
}
