package io.github.yolox4j.train;

import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.eval.DetectedDataset;
import java.nio.file.Path;
import java.util.List;

/**
 * What a training run has left behind.
 *
 * @param last checkpoint after the last epoch
 * @param best checkpoint of the highest AP
 * @param measured that checkpoint on the validation images
 * @param work that was done
 * @param ending why there was no further epoch
 * @param skipped images that could not be read, of training and validation
 */
public record TrainingResult(
        Path last, Path best, Measured measured, Work work, Ending ending, List<SkippedImage> skipped) {

    /** Why a run ends. */
    public enum Ending {

        /** All epochs are done. */
        COMPLETE,

        /** AP has not risen for as long as {@link Supervision#patience} says. */
        PATIENCE,

        /** There was no time for another epoch: {@link Supervision#maxTime}. */
        TIME
    }

    /**
     * Weights that were measured on the validation images.
     *
     * @param epoch after which they were measured, from 0
     * @param metrics COCO's numbers
     * @param detected what they found in the images that can be read
     */
    public record Measured(int epoch, CocoMetrics metrics, DetectedDataset detected) {}

    /**
     * The work of a run.
     *
     * @param epochs done, fewer than configured if the run ended early
     * @param seconds that training took, evaluations included
     * @param stepSeconds that the steps took, their images included, evaluations not
     * @param waitedSeconds of these, how long steps waited for images that were not ready
     * @param exchangedSeconds how long this rank exchanged numbers with others, and waited for them; 0 if it was alone
     */
    public record Work(
            int epochs,
            long steps,
            double seconds,
            double stepSeconds,
            double waitedSeconds,
            double exchangedSeconds) {}

    /** COCO's numbers of the best checkpoint on the validation images. */
    public CocoMetrics metrics() {
        return measured.metrics();
    }

    /** After which epoch the best checkpoint was written, from 0. */
    public int bestEpoch() {
        return measured.epoch();
    }
}
