package io.github.yolox4j.train;

import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.eval.CocoMetrics;
import java.nio.file.Path;
import java.util.List;

/**
 * What a training run has left behind.
 *
 * @param last checkpoint after the last epoch
 * @param best checkpoint of the highest AP
 * @param metrics of the best checkpoint on the validation images
 * @param bestEpoch after which it was written, from 0
 * @param work that was done
 * @param skipped images that could not be read, of training and validation
 */
public record TrainingResult(
        Path last, Path best, CocoMetrics metrics, int bestEpoch, Work work, List<SkippedImage> skipped) {

    /**
     * The work of a run.
     *
     * @param epochs done, fewer than configured if the run gave up
     * @param steps done
     * @param seconds that training took, evaluations included
     * @param stepSeconds that the steps took, their images included, evaluations not
     * @param waitedSeconds of these, how long steps waited for images that were not ready
     */
    public record Work(int epochs, long steps, double seconds, double stepSeconds, double waitedSeconds) {}
}
