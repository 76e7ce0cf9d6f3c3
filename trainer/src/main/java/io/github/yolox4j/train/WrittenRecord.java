package io.github.yolox4j.train;

import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.eval.CocoMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A record in a folder that is held meanwhile, and to a listener. */
final class WrittenRecord implements RunRecord {

    private final RunFolder folder;
    private final MetricsFile metrics;
    private final TrainingListener listener;

    private WrittenRecord(RunFolder folder, TrainingListener listener) {
        this.folder = folder;
        this.listener = listener;
        metrics = new MetricsFile(folder.metrics());
    }

    static WrittenRecord open(TrainingSetup setup) throws IOException {
        return new WrittenRecord(RunFolder.hold(setup.folder()), setup.listener());
    }

    @Override
    public void begin(int epoch) throws IOException {
        if (epoch == 0 && Files.exists(folder.last())) {
            throw new IOException(
                    folder.path() + " already contains a run; resume it, choose another folder or remove it");
        }
        metrics.forgetFrom(epoch);
    }

    @Override
    public void start(TrainingConfig config, int stepsPerEpoch, long parameters) {
        listener.onStart(config, stepsPerEpoch, parameters);
    }

    @Override
    public void step(TrainingListener.Step step) {
        metrics.add(step.loss());
        listener.onStep(step);
    }

    @Override
    public String diverged(String report) throws IOException {
        WholeFile.writeText(folder.diverged(), report + System.lineSeparator());
        return " (" + folder.diverged() + ")";
    }

    @Override
    public void evaluated(TrainingListener.Evaluation evaluation, Optional<Checkpoint> best) throws IOException {
        if (best.isPresent()) {
            best.get().write(folder.best());
        }
        listener.onEvaluation(evaluation);
    }

    @Override
    public void endEpoch(int epoch, double learningRate, Optional<CocoMetrics> measured) throws IOException {
        metrics.endEpoch(epoch, learningRate, measured);
    }

    @Override
    public void keep(Checkpoint checkpoint, boolean forGood) throws IOException {
        if (forGood) {
            checkpoint.write(folder.after(checkpoint.progress().epoch()));
        }
        checkpoint.write(folder.last());
    }

    @Override
    public void skipped(int epoch, List<SkippedImage> images) {
        listener.onSkipped(epoch, images);
    }

    @Override
    public boolean hasBest() {
        return Files.exists(folder.best());
    }

    @Override
    public Path last() {
        return folder.last();
    }

    @Override
    public Path best() {
        return folder.best();
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
