package io.github.yolox4j.train;

import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.eval.CocoMetrics;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The record of a rank that another one writes for.
 *
 * @param folder of that other rank
 */
record UnwrittenRecord(Path folder) implements RunRecord {

    @Override
    public void begin(int epoch) {}

    @Override
    public void start(TrainingConfig config, int stepsPerEpoch, long parameters) {}

    @Override
    public void step(TrainingListener.Step step) {}

    @Override
    public String diverged(String report) {
        return "";
    }

    @Override
    public void evaluated(TrainingListener.Evaluation evaluation, Optional<Checkpoint> best) {}

    @Override
    public void endEpoch(int epoch, double learningRate, Optional<CocoMetrics> measured) {}

    @Override
    public void keep(Checkpoint checkpoint, boolean forGood) {}

    @Override
    public void skipped(int epoch, List<SkippedImage> images) {}

    @Override
    public boolean hasBest() {
        return false;
    }

    @Override
    public Path last() {
        return RunFolder.last(folder);
    }

    @Override
    public Path best() {
        return RunFolder.best(folder);
    }

    @Override
    public void close() {}
}
