package io.github.yolox4j.train;

import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.model.decode.Postprocessing;
import io.github.yolox4j.model.detect.SameDiffDetector;
import io.github.yolox4j.model.network.BatchNormEstimation;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.checkpoint.ModelCard;
import io.github.yolox4j.train.checkpoint.Progress;
import io.github.yolox4j.train.data.AugmentationSchedule;
import io.github.yolox4j.train.data.Batch;
import io.github.yolox4j.train.data.BatchLoader;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.SizeSchedule;
import io.github.yolox4j.train.data.augment.AugmentationRecipe;
import io.github.yolox4j.train.engine.DivergedException;
import io.github.yolox4j.train.engine.SameDiffEngine;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.eval.DatasetEvaluator;
import io.github.yolox4j.train.optim.MovingAverage;
import io.github.yolox4j.train.optim.RunningStatistics;
import io.github.yolox4j.train.optim.Sgd;
import io.github.yolox4j.train.optim.TrainingLength;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Trains a detector by the reference's recipe and leaves {@code last.ckpt}, {@code best.ckpt} and {@code metrics.csv} in a
 * folder.
 */
public final class Trainer {

    /** How many images batch-norm statistics are estimated on. */
    private static final int ESTIMATION_IMAGES = 64;

    private static final double NANOS = 1e9;

    private final TrainingConfig config;
    private final Dataset training;
    private final Dataset validation;
    private final Path folder;
    private final TrainingListener listener;

    private final Weights weights;
    private final Sgd optimizer;
    private final MovingAverage average;
    private TrainingEngine.Factory engines = SameDiffEngine::of;
    private Optional<CocoMetrics> best = Optional.empty();
    private int bestEpoch;

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
                new Yolox(config.model()).initialise(DataType.FLOAT, config.seed()),
                training,
                validation,
                folder,
                listener);
    }

    /**
     * Prepares a run that goes on from given weights. Those whose batch-norms are folded into the convolutions first get the
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
        return new Trainer(config, start, training, validation, folder, listener);
    }

    private Trainer(
            TrainingConfig config,
            Weights start,
            Dataset training,
            Dataset validation,
            Path folder,
            TrainingListener listener) {
        if (config.model().classes() != training.classes().size()) {
            throw new IllegalArgumentException(
                    "the network has " + config.model().classes() + " classes, the dataset " + training.classes());
        }
        if (!validation.classes().equals(training.classes())) {
            throw new IllegalArgumentException("training and validation images differ in their classes: "
                    + training.classes() + " and " + validation.classes());
        }
        this.config = config;
        this.training = training;
        this.validation = validation;
        this.folder = folder;
        this.listener = listener;
        weights = config.optimisation().frozen().of(start);
        optimizer = new Sgd(
                weights, config.optimisation().momentum(), config.optimisation().weightDecay());
        average = new MovingAverage(weights, config.optimisation().averageDecay(), 0);
    }

    private static void estimateBatchNorm(Weights weights, TrainingConfig config, Dataset training) throws IOException {
        BatchLoader.Settings loading = BatchLoader.Settings.training(
                SizeSchedule.fixed(config.input()),
                config.batch(),
                config.seed(),
                AugmentationSchedule.always(AugmentationRecipe.LIGHT));
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
                config.sizeSchedule(), config.batch(), config.seed(), config::augmentationOf);
    }

    /** Lets another engine compute the steps than SameDiff's. */
    public Trainer computedBy(TrainingEngine.Factory others) {
        engines = others;
        return this;
    }

    /**
     * Runs all epochs.
     *
     * @throws IOException if an image cannot be read or a result not be written
     * @throws DivergedException if the loss is no longer a number
     */
    public TrainingResult run() throws IOException {
        MetricsFile metrics = new MetricsFile(folder.resolve("metrics.csv"));
        long start = System.nanoTime();
        TrainingLength length;
        double stepSeconds = 0;
        double waitedSeconds;
        try (BatchLoader loader = new BatchLoader(training, loading(config));
                TrainingEngine engine = engines.open(
                        config.model(), weights, config.input(), config.batch(), config.losses(), config.assigner());
                SameDiffDetector detector = SameDiffDetector.of(
                        config.model(), average.weights(), config.input(), Postprocessing.DEFAULT, config.batch())) {
            length =
                    new TrainingLength(loader.batchesPerEpoch(), config.epochs().total());
            listener.onStart(config, length.iterationsPerEpoch(), weights.parameterCount());
            for (int epoch = 0; epoch < config.epochs().total(); epoch++) {
                long epochStart = System.nanoTime();
                double learningRate = trainEpoch(epoch, loader, engine, length, metrics);
                stepSeconds += (System.nanoTime() - epochStart) / NANOS;
                Files.createDirectories(folder);
                boolean isEvaluated = (epoch + 1) % config.evaluateEvery() == 0
                        || epoch == config.epochs().total() - 1;
                Optional<CocoMetrics> measured =
                        isEvaluated ? Optional.of(evaluate(epoch, length, engine, detector)) : Optional.empty();
                metrics.endEpoch(epoch, learningRate, measured);
            }
            waitedSeconds = loader.waited().toNanos() / NANOS;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new TrainingResult(
                lastFile(),
                bestFile(),
                best.orElseThrow(),
                bestEpoch,
                (System.nanoTime() - start) / NANOS,
                length.iterations(),
                stepSeconds,
                waitedSeconds);
    }

    private double trainEpoch(
            int epoch, BatchLoader loader, TrainingEngine engine, TrainingLength length, MetricsFile metrics) {
        Iterator<Batch> batches = loader.epoch(epoch);
        double learningRate = 0;
        for (int step = 0; batches.hasNext(); step++) {
            Batch batch = batches.next();
            long iteration = (long) epoch * length.iterationsPerEpoch() + step;
            learningRate = config.schedule().at(config.baseLearningRate(), length, iteration);
            StepGradients gradients = step(engine, batch, epoch, step);
            optimizer.step(gradients.gradients(), learningRate);
            RunningStatistics.update(weights, gradients.statistics());
            average.update(weights);
            metrics.add(gradients.loss());
            listener.onStep(new TrainingListener.Step(epoch, step, iteration, learningRate, gradients.loss()));
        }
        return learningRate;
    }

    private CocoMetrics evaluate(int epoch, TrainingLength length, TrainingEngine engine, SameDiffDetector detector)
            throws IOException {
        CocoMetrics metrics = new DatasetEvaluator(validation).evaluate(detector, done -> {});
        boolean isBest = best.isEmpty() || metrics.ap() > best.get().ap();
        if (isBest) {
            best = Optional.of(metrics);
            bestEpoch = epoch;
        }
        Progress progress = new Progress(
                epoch + 1,
                (long) (epoch + 1) * length.iterationsPerEpoch(),
                average.updates(),
                engine.missedMean().value(),
                best.orElseThrow().ap());
        Checkpoint checkpoint = new Checkpoint(card(), progress, weights, average.weights(), optimizer.velocity());
        checkpoint.write(lastFile());
        if (isBest) {
            checkpoint.write(bestFile());
        }
        listener.onEvaluation(new TrainingListener.Evaluation(epoch, metrics, isBest));
        return metrics;
    }

    private ModelCard card() {
        return ModelCard.of(config.model(), training.classes(), config.input(), config.losses());
    }

    private Path lastFile() {
        return folder.resolve("last.ckpt");
    }

    private Path bestFile() {
        return folder.resolve("best.ckpt");
    }

    private StepGradients step(TrainingEngine engine, Batch batch, int epoch, int step) {
        try {
            StepGradients gradients = engine.step(
                    new AnchorGrid(batch.height(), batch.width()),
                    batch.images(),
                    batch.boxes(),
                    config.epochs().isAmongLast(epoch) ? 1 : 0);
            if (!Double.isFinite(gradients.loss().total())) {
                throw new DivergedException("the loss is no longer a number: " + gradients.loss());
            }
            return gradients;
        } catch (DivergedException e) {
            List<String> images = IntStream.range(0, batch.size())
                    .mapToObj(i -> batch.sample(i).id())
                    .toList();
            throw e.at(
                    "at epoch " + epoch + ", step " + step + ", images " + images + "; a lower learning rate may help");
        }
    }
}
