package io.github.yolox4j.train;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.model.detect.SameDiffDetector;
import io.github.yolox4j.model.network.BatchNormEstimation;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.checkpoint.ModelCard;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.augment.AugmentationRecipe;
import io.github.yolox4j.train.data.batch.AugmentationSchedule;
import io.github.yolox4j.train.data.batch.Batch;
import io.github.yolox4j.train.data.batch.BatchLoader;
import io.github.yolox4j.train.data.batch.ReadableImages;
import io.github.yolox4j.train.data.batch.SizeSchedule;
import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.data.batch.UnreadableImages;
import io.github.yolox4j.train.data.cache.ImageCache;
import io.github.yolox4j.train.engine.DivergedException;
import io.github.yolox4j.train.engine.SameDiffEngine;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.eval.DatasetEvaluator;
import io.github.yolox4j.train.loss.LossTerms;
import io.github.yolox4j.train.optim.TrainingLength;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Trains a detector by the reference's recipe and leaves {@code last.ckpt}, {@code best.ckpt} and {@code metrics.csv} in a
 * folder. {@code last.ckpt} is written after every epoch; a run that ended early, however it did, goes on from there.
 */
public final class Trainer {

    /** How many images batch-norm statistics are estimated on. */
    private static final int ESTIMATION_IMAGES = 64;

    private static final double NANOS = 1e9;

    private final TrainingConfig config;
    private final Dataset training;
    private Dataset validation;
    private final Path folder;
    private final TrainingListener listener;
    private final TrainingState state;
    private final List<SkippedImage> skippedInValidation = new ArrayList<>();
    private final Set<SkippedImage> skipped = new LinkedHashSet<>();
    private TrainingEngine.Factory engines = SameDiffEngine::of;
    private ImageCache cache = ImageCache.memory();

    /**
     * Prepares a run from fresh weights.
     *
     * @param validation images that AP is measured on
     * @param folder for the results; made if it does not exist
     */
    public Trainer(
            TrainingConfig config, Dataset training, Dataset validation, Path folder, TrainingListener listener) {
        this(
                config,
                TrainingState.fresh(
                        new Yolox(config.model()).initialise(DataType.FLOAT, config.seed()), config.optimisation()),
                training,
                validation,
                folder,
                listener);
    }

    /**
     * Prepares a run that starts from given weights. Those whose batch-norms are folded into the convolutions first get the
     * statistics of some training images, as {@link BatchNormEstimation} says.
     *
     * @param start of the configured network; the run changes them
     * @throws IOException if one of those images cannot be read
     */
    public static Trainer startingFrom(
            Weights start,
            TrainingConfig config,
            Dataset training,
            Dataset validation,
            Path folder,
            TrainingListener listener)
            throws IOException {
        if (BatchNormEstimation.isFolded(start)) {
            estimateBatchNorm(start, config, training);
        }
        TrainingState state = TrainingState.fresh(start, config.optimisation());
        return new Trainer(config, state, training, validation, folder, listener);
    }

    /** Whether a folder holds a run that {@link #resuming} goes on with. */
    public static boolean canResume(Path folder) {
        return Files.exists(RunFolder.last(folder));
    }

    /**
     * Prepares the rest of a run that ended early. With the configuration and the data it had, and one thread, it ends with the
     * weights it would have ended with, to the last bit.
     *
     * @param folder of that run
     * @throws IOException if it holds no checkpoint, or one of another network, input size or losses
     */
    public static Trainer resuming(
            TrainingConfig config, Dataset training, Dataset validation, Path folder, TrainingListener listener)
            throws IOException {
        Checkpoint checkpoint = Checkpoint.read(RunFolder.last(folder));
        ModelCard expected = ModelCard.of(config.model(), training.classes(), config.input(), config.losses());
        if (!checkpoint.card().equals(expected)) {
            throw new IOException(
                    RunFolder.last(folder) + ": cannot resume with this configuration: the checkpoint has "
                            + checkpoint.card() + ", the run has " + expected);
        }
        TrainingState state = resumed(checkpoint, config.optimisation(), folder);
        return new Trainer(config, state, training, validation, folder, listener);
    }

    private static TrainingState resumed(Checkpoint checkpoint, Optimisation optimisation, Path folder)
            throws IOException {
        try {
            return TrainingState.of(checkpoint, optimisation);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    RunFolder.last(folder) + ": cannot resume with this configuration: " + e.getMessage(), e);
        }
    }

    private Trainer(
            TrainingConfig config,
            TrainingState state,
            Dataset training,
            Dataset validation,
            Path folder,
            TrainingListener listener) {
        if (config.model().classes() != training.classes().size()) {
            throw new IllegalArgumentException(
                    "the network has " + config.model().classes() + " classes, the dataset " + training.classes());
        }
        if (!validation.classes().equals(training.classes())) {
            throw new IllegalArgumentException("training and validation images have different classes: "
                    + training.classes() + " and " + validation.classes());
        }
        this.config = config;
        this.state = state;
        this.training = training;
        this.validation = validation;
        this.folder = folder;
        this.listener = listener;
    }

    private static void estimateBatchNorm(Weights weights, TrainingConfig config, Dataset training) throws IOException {
        BatchLoader.Settings loading = BatchLoader.Settings.training(
                        SizeSchedule.fixed(config.input()),
                        config.batch(),
                        config.seed(),
                        AugmentationSchedule.always(AugmentationRecipe.LIGHT))
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

    private static BatchLoader.Settings loading(TrainingConfig config) {
        return BatchLoader.Settings.training(
                        config.sizeSchedule(), config.batch(), config.seed(), config::augmentationOf)
                .withUnreadable(config.supervision().unreadable());
    }

    /** Lets the training images come from another cache than one in memory; which one changes no weight. */
    public Trainer cachedBy(ImageCache other) {
        cache = other;
        return this;
    }

    /** Lets another engine compute the steps than SameDiff's. */
    public Trainer computedBy(TrainingEngine.Factory others) {
        engines = others;
        return this;
    }

    /**
     * Runs all epochs that are left.
     *
     * @throws IOException if images cannot be read, and are not to be skipped or are more than half of all, if a result cannot be
     *     written, or another run writes into the folder
     * @throws DivergedException if the loss is no longer a number; {@code diverged.json} in the folder says where
     */
    public TrainingResult run() throws IOException {
        try (RunFolder run = RunFolder.hold(folder)) {
            return run(run);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private TrainingResult run(RunFolder run) throws IOException {
        if (state.progress().epoch() == 0 && Files.exists(run.last())) {
            throw new IOException(folder + " already contains a run; resume it, choose another folder or remove it");
        }
        MetricsFile metrics = new MetricsFile(run.metrics());
        metrics.forgetFrom(state.progress().epoch());
        long start = System.nanoTime();
        TrainingLength length;
        double stepSeconds = 0;
        double waitedSeconds;
        try (BatchLoader loader = new BatchLoader(training, loading(config), cache);
                TrainingEngine engine = engines.open(
                        config.model(),
                        state.weights(),
                        config.input(),
                        config.batch(),
                        config.losses(),
                        config.assigner());
                SameDiffDetector detector = SameDiffDetector.of(
                        config.model(), state.average(), config.input(), Postprocessing.DEFAULT, config.batch())) {
            engine.goOnFrom(state.progress().lossState());
            length =
                    new TrainingLength(loader.batchesPerEpoch(), config.epochs().total());
            listener.onStart(
                    config, length.iterationsPerEpoch(), state.weights().parameterCount());
            for (int epoch = state.progress().epoch(); !isOverAfter(epoch); epoch++) {
                long epochStart = System.nanoTime();
                double learningRate = trainEpoch(epoch, loader, engine, length, metrics, run);
                stepSeconds += (System.nanoTime() - epochStart) / NANOS;
                state.endEpoch(length.iterationsPerEpoch(), engine.lossState().value());
                Optional<CocoMetrics> measured = config.supervision().evaluatesAfter(epoch + 1, config.epochs())
                        ? Optional.of(evaluate(epoch, detector, run))
                        : Optional.empty();
                metrics.endEpoch(epoch, learningRate, measured);
                write(epoch, run);
                tellOfSkipped(epoch, loader.skipped());
            }
            waitedSeconds = loader.waited().toNanos() / NANOS;
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        Checkpoint best = Checkpoint.read(run.best());
        try (SameDiffDetector detector = best.detector(Postprocessing.DEFAULT, config.batch())) {
            CocoMetrics measured = measured(detector);
            skipped.addAll(skippedInValidation);
            return new TrainingResult(
                    run.last(),
                    run.best(),
                    measured,
                    best.progress().epoch() - 1,
                    seconds,
                    state.progress().iteration(),
                    stepSeconds,
                    waitedSeconds,
                    state.progress().epoch(),
                    List.copyOf(skipped));
        }
    }

    private boolean isOverAfter(int epochs) {
        return epochs >= config.epochs().total()
                || config.supervision().givesUpAfter(epochs, state.progress().bestEpoch());
    }

    private void write(int epoch, RunFolder run) throws IOException {
        Checkpoint checkpoint = state.checkpoint(card());
        if (config.supervision().keepsAfter(epoch + 1)) {
            checkpoint.write(run.after(epoch + 1));
        }
        checkpoint.write(run.last());
    }

    private void tellOfSkipped(int epoch, List<SkippedImage> inTraining) {
        List<SkippedImage> fresh = Stream.concat(inTraining.stream(), skippedInValidation.stream())
                .filter(skipped::add)
                .toList();
        if (!fresh.isEmpty()) {
            listener.onSkipped(epoch, fresh);
        }
    }

    private double trainEpoch(
            int epoch,
            BatchLoader loader,
            TrainingEngine engine,
            TrainingLength length,
            MetricsFile metrics,
            RunFolder run)
            throws IOException {
        Iterator<Batch> batches = loader.epoch(epoch);
        double learningRate = 0;
        for (int step = 0; batches.hasNext(); step++) {
            Batch batch = batches.next();
            long iteration = (long) epoch * length.iterationsPerEpoch() + step;
            learningRate = config.schedule().at(config.baseLearningRate(), length, iteration);
            StepGradients gradients = step(engine, batch, epoch, step, run);
            boolean isLast = !batches.hasNext();
            state.step(gradients, learningRate, isLast);
            if (isLast) {
                requireNumbers(batch, epoch, step, gradients.loss(), run);
            }
            metrics.add(gradients.loss());
            listener.onStep(new TrainingListener.Step(epoch, step, iteration, learningRate, gradients.loss()));
        }
        return learningRate;
    }

    private CocoMetrics evaluate(int epoch, SameDiffDetector detector, RunFolder run) throws IOException {
        CocoMetrics metrics = measured(detector);
        boolean isBest = state.improvesTo(metrics.ap()) || !Files.exists(run.best());
        if (isBest) {
            state.checkpoint(card()).write(run.best());
        }
        listener.onEvaluation(new TrainingListener.Evaluation(epoch, metrics, isBest));
        return metrics;
    }

    /** The numbers on the validation images; those that turn out to be unreadable have no part from then on. */
    private CocoMetrics measured(SameDiffDetector detector) throws IOException {
        try {
            return new DatasetEvaluator(validation).evaluate(detector, done -> {});
        } catch (IOException e) {
            if (config.supervision().unreadable() == UnreadableImages.STOP) {
                throw e;
            }
            ReadableImages readable = ReadableImages.of(validation);
            if (readable.skipped().isEmpty()) {
                throw e;
            }
            validation = readable.dataset();
            skippedInValidation.addAll(readable.skipped());
            return new DatasetEvaluator(validation).evaluate(detector, done -> {});
        }
    }

    private ModelCard card() {
        return ModelCard.of(config.model(), training.classes(), config.input(), config.losses());
    }

    private StepGradients step(TrainingEngine engine, Batch batch, int epoch, int step, RunFolder run)
            throws IOException {
        Optional<LossTerms> terms = Optional.empty();
        try {
            StepGradients gradients = engine.step(
                    new AnchorGrid(batch.height(), batch.width()),
                    batch.images(),
                    batch.boxes(),
                    config.epochs().isAmongLast(epoch) ? 1 : 0);
            if (Double.isFinite(gradients.loss().total())) {
                return gradients;
            }
            terms = Optional.of(gradients.loss());
            throw new DivergedException("the loss is not finite: " + gradients.loss());
        } catch (DivergedException e) {
            throw diverged(e, batch, epoch, step, terms, run);
        }
    }

    /** What a checkpoint is to be made of. */
    private void requireNumbers(Batch batch, int epoch, int step, LossTerms loss, RunFolder run) throws IOException {
        try {
            state.requireNumbers();
        } catch (DivergedException e) {
            throw diverged(e, batch, epoch, step, Optional.of(loss), run);
        }
    }

    private static DivergedException diverged(
            DivergedException e, Batch batch, int epoch, int step, Optional<LossTerms> terms, RunFolder run)
            throws IOException {
        List<String> images = IntStream.range(0, batch.size())
                .mapToObj(i -> batch.sample(i).id())
                .toList();
        new Divergence(epoch, step, images, terms, e.getMessage()).write(run.diverged());
        return e.at("at epoch " + (epoch + 1) + ", step " + (step + 1) + ", images " + images + " (" + run.diverged()
                + "); a lower learning rate may help");
    }
}
