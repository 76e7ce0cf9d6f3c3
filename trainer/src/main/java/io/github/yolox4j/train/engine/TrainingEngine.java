package io.github.yolox4j.train.engine;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.model.network.DetectorFactory;
import io.github.yolox4j.model.network.SameDiffDetector;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.task.DetectionTask;
import java.util.List;

/**
 * Computes loss and gradients of a batch for weights that are owned elsewhere; it changes none of them. Made for one
 * batch size; the input size may change from step to step. What a size needs is made when it first comes and kept, for
 * some sizes last used. Not thread-safe; whoever makes one closes it.
 */
public interface TrainingEngine extends AutoCloseable {

    /** The input size it was made for. */
    AnchorGrid input();

    /**
     * One forward and backward pass.
     *
     * @param size of the images
     * @param images {@code [batch, 3, height, width]} in C order, blue-green-red, 0..255
     * @param objects of each image, in pixels of the input
     * @param l1Weight weight of what the loss adds in the last epochs, such as the L1 term on raw boxes: 0 before them,
     *     then 1
     * @return what was computed; its arrays are overwritten by the next step
     * @throws DivergedException if the network predicts values that are no numbers, or the loss is none
     */
    StepGradients step(AnchorGrid size, float[] images, List<List<TargetObject>> objects, double l1Weight);

    /** One forward and backward pass over images of the size the engine was made for. */
    default StepGradients step(float[] images, List<List<TargetObject>> objects, double l1Weight) {
        return step(input(), images, objects, l1Weight);
    }

    /**
     * Checks what a step is given.
     *
     * @throws IllegalArgumentException if it is not {@code batch} images of that size
     */
    static void check(int batch, AnchorGrid size, float[] images, List<List<TargetObject>> objects) {
        int needed = batch * 3 * size.height() * size.width();
        if (images.length != needed || objects.size() != batch) {
            throw new IllegalArgumentException("a step takes " + batch + " images and " + needed + " numbers, got "
                    + objects.size() + " and " + images.length);
        }
    }

    /** The state that the loss carries, after the last step; before the first step that of the loss. */
    LossState lossState();

    /** Sets the value of that state to what it was when a checkpoint was written. */
    void goOnFrom(double value);

    @Override
    void close();

    /** Makes engines: which one a training run uses is chosen at the edge. */
    @FunctionalInterface
    interface Factory {

        /**
         * An engine for a batch size.
         *
         * @param weights read at every step; those that are frozen get no gradient, and no statistics of the batch
         * @param grid of the input size that is made ready at once
         */
        TrainingEngine open(DetectionTask task, Weights weights, AnchorGrid grid, int batch);

        /**
         * What computes the evaluations of a run whose steps such engines compute: SameDiff, if nothing else is said.
         */
        default DetectorFactory detectors() {
            return SameDiffDetector.factory();
        }
    }
}
