package io.github.yolox4j.train;

import io.github.yolox4j.model.network.BatchNormEstimation;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.checkpoint.ModelCard;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.augment.AugmentationRecipe;
import io.github.yolox4j.train.data.batch.Batch;
import io.github.yolox4j.train.data.batch.BatchLoader;
import io.github.yolox4j.train.data.batch.BatchShare;
import io.github.yolox4j.train.data.batch.SizeSchedule;
import io.github.yolox4j.train.engine.DivergedException;
import io.github.yolox4j.train.parallel.Ranks;
import io.github.yolox4j.train.parallel.StepExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Trains a detector by the reference's recipe and leaves {@code last.ckpt}, {@code best.ckpt} and {@code metrics.csv}
 * in a folder. {@code last.ckpt} is written after every epoch; a run that ended early, however it did, goes on from
 * there.
 */
public final class Trainer {

    /** How many images batch-norm statistics are estimated on. */
    private static final int ESTIMATION_IMAGES = 64;

    private final TrainingConfig config;
    private final TrainingSetup setup;
    private final TrainingState state;

    /** Prepares a run from fresh weights. */
    public Trainer(TrainingConfig config, TrainingSetup setup) {
        this(
                config,
                setup,
                TrainingState.fresh(
                        new Yolox(config.model()).initialise(DataType.FLOAT, config.seed()), config.optimisation()));
    }

    private Trainer(TrainingConfig config, TrainingSetup setup, TrainingState state) {
        if (config.model().classes() != setup.training().classes().size()) {
            throw new IllegalArgumentException(
                    "the network has " + config.model().classes() + " classes, the dataset "
                            + setup.training().classes());
        }
        StepExchange.check(setup.ranks().size(), config.task());
        shareOf(setup.ranks()).imagesOf(config.batch());
        this.config = config;
        this.setup = setup;
        this.state = state;
    }

    /**
     * Prepares a run that starts from given weights. Those whose batch-norms are folded into the convolutions first get
     * the statistics of some training images, as {@link BatchNormEstimation} says.
     *
     * @param start of the configured network; the run changes them
     * @throws IOException if one of those images cannot be read
     */
    public static Trainer startingFrom(Weights start, TrainingConfig config, TrainingSetup setup) throws IOException {
        if (BatchNormEstimation.isFolded(start)) {
            estimateBatchNorm(start, config, setup.training());
        }
        return new Trainer(config, setup, TrainingState.fresh(start, config.optimisation()));
    }

    static BatchShare shareOf(Ranks ranks) {
        return new BatchShare(ranks.rank(), ranks.size());
    }

    /** Whether a folder holds a run that {@link #resuming} goes on with. */
    public static boolean canResume(Path folder) {
        return Files.exists(RunFolder.last(folder));
    }

    /**
     * Prepares the rest of a run that ended early. With the configuration and the data it had, and one thread, it ends
     * with the weights it would have ended with, to the last bit.
     *
     * @throws IOException if the folder holds no checkpoint, or one of another network, input size or losses
     */
    public static Trainer resuming(TrainingConfig config, TrainingSetup setup) throws IOException {
        Path last = RunFolder.last(setup.folder());
        Checkpoint checkpoint = Checkpoint.read(last);
        ModelCard expected = ModelCard.of(config.task(), setup.training().classes(), config.input());
        if (!checkpoint.card().equals(expected)) {
            throw new IOException(last + ": cannot resume with this configuration: the checkpoint has "
                    + checkpoint.card() + ", the run has " + expected);
        }
        return new Trainer(config, setup, resumed(checkpoint, config.optimisation(), last));
    }

    private static TrainingState resumed(Checkpoint checkpoint, Optimisation optimisation, Path last)
            throws IOException {
        try {
            return TrainingState.of(checkpoint, optimisation);
        } catch (IllegalArgumentException e) {
            throw new IOException(last + ": cannot resume with this configuration: " + e.getMessage(), e);
        }
    }

    private static void estimateBatchNorm(Weights weights, TrainingConfig config, Dataset training) throws IOException {
        BatchLoader.Settings loading = BatchLoader.Settings.training(
                        SizeSchedule.fixed(config.input()),
                        config.batch(),
                        config.seed(),
                        epoch -> AugmentationRecipe.LIGHT)
                .withUnreadable(config.supervision().unreadable());
        try (BatchLoader loader = new BatchLoader(training, loading)) {
            int needed = (ESTIMATION_IMAGES + config.batch() - 1) / config.batch();
            Stream<float[]> images = Stream.generate(loader.epoch(0)::next)
                    .limit(Math.min(needed, loader.batchesPerEpoch()))
                    .map(Batch::images);
            BatchNormEstimation.apply(config.model(), weights, config.input(), config.batch(), images.iterator());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Runs all epochs that are left.
     *
     * @throws IOException if images cannot be read, and are not to be skipped or are more than half of all, if a result
     *     cannot be written, another run writes into the folder, or another rank failed
     * @throws DivergedException if the loss is no longer a number; {@code diverged.json} in the folder says where
     */
    public TrainingResult run() throws IOException {
        Ranks ranks = setup.ranks();
        try (RunRecord record = RunRecord.of(setup)) {
            record.begin(state.progress().epoch());
            TrainingState shared = new SharedCheckpoint(ranks)
                    .of(state, config, setup.training().classes());
            return new TrainingRun(config, setup, shared, record).run();
        } catch (UncheckedIOException e) {
            ranks.abandon(reason(e.getCause()));
            throw e.getCause();
        } catch (IOException | RuntimeException | Error e) {
            ranks.abandon(reason(e));
            throw e;
        }
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
