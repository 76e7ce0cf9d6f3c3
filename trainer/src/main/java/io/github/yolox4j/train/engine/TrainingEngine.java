package io.github.yolox4j.train.engine;

import io.github.yolox4j.losses.box.MissedMean;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.assign.SimOta;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.loss.LossChoice;
import java.util.List;

/**
 * Computes loss and gradients of a batch for weights that are owned elsewhere; it changes none of them. Made for one input and
 * batch size. Not thread-safe; whoever makes one closes it.
 */
public interface TrainingEngine extends AutoCloseable {

    /** How many images a step takes. */
    int batch();

    /**
     * One forward and backward pass.
     *
     * @param images {@code [batch, 3, height, width]} in C order, blue-green-red, 0..255
     * @param objects of each image, in pixels of the input
     * @param l1Weight weight of the L1 term on raw boxes: 0, or 1 in the last epochs
     * @return what was computed; its arrays are overwritten by the next step
     */
    StepGradients step(float[] images, List<List<TargetObject>> objects, double l1Weight);

    /** The only state of a loss: the running mean of 1 - IoU after the last step; wise losses change it, no others. */
    MissedMean missedMean();

    /** Sets that running mean to what it was when a checkpoint was written; before that it is at its start. */
    void goOnFrom(double missedMean);

    @Override
    void close();

    /** Makes engines: which one a training run uses is chosen at the edge. */
    @FunctionalInterface
    interface Factory {

        /**
         * An engine for an input and batch size.
         *
         * @param weights read at every step
         * @param grid of the input size
         * @param batch images per step
         */
        TrainingEngine open(
                YoloxConfig config, Weights weights, AnchorGrid grid, int batch, LossChoice losses, SimOta assigner);
    }
}
