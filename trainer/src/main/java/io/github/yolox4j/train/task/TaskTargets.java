package io.github.yolox4j.train.task;

import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.BatchGraph;
import io.github.yolox4j.train.assign.MatchValues;
import io.github.yolox4j.train.assign.ObjectValues;
import io.github.yolox4j.train.assign.TargetObject;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What every anchor shall learn, once it is matched: the placeholders of the task's loss. */
public interface TaskTargets {

    /** {@code [1]}: the weight of what the loss adds in the last epochs: 0 before them. */
    String L1_WEIGHT = "targets.l1_weight";

    /** {@code [1]}: the state that the loss carries from step to step, moved on by the batch. */
    String LOSS_STATE = "targets." + LossState.TENSOR;

    /** Arrays for one batch size, one for each placeholder; whoever asks closes them. */
    Arrays arrays(AnchorTable anchors, int batch, DataType type);

    /**
     * The same over values, in single precision; {@link #L1_WEIGHT} and {@link #LOSS_STATE} are not among them.
     *
     * @return by placeholder
     */
    Map<String, Value> values(MatchValues match, ObjectValues objects, Totals totals, BatchGraph graph);

    /** The arrays behind the placeholders of a task's loss, overwritten for each batch. Whoever makes them closes them. */
    interface Arrays extends AutoCloseable {

        /** The live arrays by placeholder. */
        Map<String, INDArray> arrays();

        /**
         * Fills the arrays for a batch.
         *
         * @param assignments one per image
         * @param objects of each image, as they were assigned
         * @param l1Weight weight of what the loss adds in the last epochs
         * @param lossState the value of the loss's state, this batch included
         */
        void fill(List<Assignment> assignments, List<List<TargetObject>> objects, double l1Weight, double lossState);

        @Override
        void close();
    }

    /**
     * Sums over the positive anchors of a batch, each {@code [1]} in double precision.
     *
     * @param positives how many there are
     * @param ious of their predicted boxes with their objects
     */
    record Totals(Value positives, Value ious) {}
}
