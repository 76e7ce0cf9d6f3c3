package io.github.yolox4j.train;

import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.eval.CocoMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run says of itself and leaves behind: by rank 0 in its folder and to its listener, by other ranks nowhere.
 * Whoever opens one closes it.
 */
sealed interface RunRecord extends AutoCloseable permits WrittenRecord, UnwrittenRecord {

    /** The record of a rank. */
    static RunRecord of(TrainingSetup setup) throws IOException {
        return setup.ranks().rank() == 0 ? WrittenRecord.open(setup) : new UnwrittenRecord(setup.folder());
    }

    /**
     * The first epoch to come begins.
     *
     * @throws IOException if that is the very first, and there is a run already
     */
    void begin(int epoch) throws IOException;

    void start(TrainingConfig config, int stepsPerEpoch, long parameters);

    void step(TrainingListener.Step step);

    /** Keeps what is known of a step without a result; returns where, as a message says it. */
    String diverged(String report) throws IOException;

    /** An evaluation has ended; with a checkpoint, if it is the best so far. */
    void evaluated(TrainingListener.Evaluation evaluation, Optional<Checkpoint> best) throws IOException;

    void endEpoch(int epoch, double learningRate, Optional<CocoMetrics> measured) throws IOException;

    /** Keeps a checkpoint to go on from; for good too, if it shall be kept under the number of its epochs. */
    void keep(Checkpoint checkpoint, boolean forGood) throws IOException;

    void skipped(int epoch, List<SkippedImage> images);

    /** Whether a best checkpoint was kept. */
    boolean hasBest();

    /** The checkpoint to go on from. */
    Path last();

    /** The checkpoint of the highest AP. */
    Path best();

    @Override
    void close() throws IOException;
}
