package io.github.yolox4j.train;

import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.loss.LossTerms;
import java.util.List;

/** Is told what happens during training, on the training thread. */
public interface TrainingListener {

    /** Says nothing. */
    TrainingListener SILENT = new TrainingListener() {};

    /**
     * A step is done.
     *
     * @param epoch from 0
     * @param step within the epoch, from 0
     * @param iteration over the whole run, from 0
     */
    record Step(int epoch, int step, long iteration, double learningRate, LossTerms loss) {}

    /**
     * An evaluation is done.
     *
     * @param epoch that has just ended, from 0
     * @param metrics of the averaged weights on the validation images
     * @param isBest whether AP is the highest so far
     */
    record Evaluation(int epoch, CocoMetrics metrics, boolean isBest) {}

    /** The network is compiled and training begins. */
    default void onStart(TrainingConfig config, int stepsPerEpoch, long parameters) {}

    default void onStep(Step step) {}

    default void onEvaluation(Evaluation evaluation) {}

    /**
     * At the end of an epoch: images could not be read, and others stood in for them.
     *
     * @param epoch from 0
     * @param images that are new to this list
     */
    default void onSkipped(int epoch, List<SkippedImage> images) {}

    /** This listener first, then another. */
    default TrainingListener and(TrainingListener other) {
        TrainingListener first = this;
        return new TrainingListener() {
            @Override
            public void onStart(TrainingConfig config, int stepsPerEpoch, long parameters) {
                first.onStart(config, stepsPerEpoch, parameters);
                other.onStart(config, stepsPerEpoch, parameters);
            }

            @Override
            public void onStep(Step step) {
                first.onStep(step);
                other.onStep(step);
            }

            @Override
            public void onEvaluation(Evaluation evaluation) {
                first.onEvaluation(evaluation);
                other.onEvaluation(evaluation);
            }

            @Override
            public void onSkipped(int epoch, List<SkippedImage> images) {
                first.onSkipped(epoch, images);
                other.onSkipped(epoch, images);
            }
        };
    }
}
