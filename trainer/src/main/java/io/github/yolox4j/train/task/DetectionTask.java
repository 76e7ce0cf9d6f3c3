package io.github.yolox4j.train.task;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.train.assign.Assigner;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.BatchGraph;
import io.github.yolox4j.train.assign.MatchValues;
import io.github.yolox4j.train.assign.ObjectValues;
import io.github.yolox4j.train.assign.PredictedValues;
import io.github.yolox4j.train.assign.Predictions;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.loss.LossTerm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a detector learns: joins a network with its head, the assigner, the targets and the loss. Engines know a task by
 * these parts alone, so that another head, assigner or loss is another task and no other engine.
 *
 * <p>A step goes through the parts in this order: the {@link Head} turns images into rows of numbers, one per anchor,
 * and says what they predict; the {@link Assigner} matches predictions and objects; {@link Targets} turns the match
 * into what every anchor shall learn; {@link Loss} measures the rows against that. What runs between network and
 * loss has two forms, plain Java and ONNX operators.
 */
public interface DetectionTask {

    /** The network, with as many classes as the task. */
    YoloxConfig network();

    Head head();

    Assigner assigner();

    Targets targets();

    Loss loss();

    /** The end of a network: what its numbers mean, and how they are decoded. */
    interface Head {

        /** How many numbers the network says of each anchor. */
        int rowLength();

        /**
         * Builds the network in training mode with this head at its end. Weights that are frozen are constants in the
         * graph.
         *
         * @return {@code [batch, anchors, rowLength]} of the name
         *     {@link io.github.yolox4j.model.network.YoloxGraph#LOGITS}, nothing activated; the images are the
         *     placeholder {@link io.github.yolox4j.model.network.YoloxGraph#IMAGES}
         */
        SDVariable network(Weights weights, AnchorGrid grid);

        /**
         * What rows say about one image.
         *
         * @param rows of a batch, row by row
         * @param offset where those of the image begin
         */
        Predictions predictions(AnchorTable anchors, double[] rows, int offset);

        /**
         * The same over values, for all images of a batch.
         *
         * @param rows {@code [batch, anchors, rowLength]}
         */
        PredictedValues.Source predictions(Value rows, BatchGraph graph);
    }

    /** What every anchor shall learn, once it is matched: the placeholders of the task's loss. */
    interface Targets {

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

        /**
         * The arrays behind the placeholders of a task's loss, overwritten for each batch. Whoever makes them closes
         * them.
         */
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
            void fill(
                    List<Assignment> assignments, List<List<TargetObject>> objects, double l1Weight, double lossState);

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

    /** The loss of a task. */
    interface Loss {

        /** The terms that it has. */
        List<LossTerm> terms();

        /**
         * What the loss carries from step to step, before the first one. Engines move it on, checkpoints keep its
         * value; what it means only the loss knows.
         */
        LossState initialState();

        /**
         * Why the loss of a batch is not the mean of the losses of its parts, weighed by their positives; empty if it
         * is. Only such a loss can be computed by several processes that do not know each other's part.
         */
        Optional<String> obstacleToParts();

        /**
         * Adds the loss to a graph, with a placeholder for each of the task's targets and a scalar for each of its
         * terms.
         *
         * @param rows {@code [batch, anchors, rowLength]}, as the head gives them
         * @return the scalar to differentiate, {@link io.github.yolox4j.train.loss.LossTerms#TOTAL}
         */
        SDVariable build(SDVariable rows, AnchorGrid grid);
    }
}
