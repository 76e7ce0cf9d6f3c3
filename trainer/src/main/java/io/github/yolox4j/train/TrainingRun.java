package io.github.yolox4j.train;

import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.checkpoint.ModelCard;
import io.github.yolox4j.train.data.batch.Batch;
import io.github.yolox4j.train.data.batch.BatchLoader;
import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.optim.schedule.TrainingLength;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One run of a {@link Trainer} in a folder that it holds, from the state that it has to the end. */
final class TrainingRun {

    private static final double NANOS = 1e9;

    private final TrainingConfig config;
    private final TrainingSetup setup;
    private final TrainingState state;
    private final RunFolder folder;
    private final MetricsFile metrics;
    private final Validation validation;
    private final TimeLimit time;
    private final Set<SkippedImage> skipped = new LinkedHashSet<>();
    private double stepSeconds;

    TrainingRun(TrainingConfig config, TrainingSetup setup, TrainingState state, RunFolder folder) {
        this.config = config;
        this.setup = setup;
        this.state = state;
        this.folder = folder;
        metrics = new MetricsFile(folder.metrics());
        validation = new Validation(config, setup.validation(), setup.engines().detectors());
        time = new TimeLimit(config.supervision().maxTime(), setup.clock());
    }

    TrainingResult run() throws IOException {
        try (validation) {
            return measuredRun();
        }
    }

    private TrainingResult measuredRun() throws IOException {
        if (state.progress().epoch() == 0 && Files.exists(folder.last())) {
            throw new IOException(
                    setup.folder() + " already contains a run; resume it, choose another folder or remove it");
        }
        metrics.forgetFrom(state.progress().epoch());
        long start = System.nanoTime();
        double waited = runEpochs();
        double seconds = (System.nanoTime() - start) / NANOS;
        TrainingResult.Measured best =
                validation.best().isPresent() ? validation.best().get() : measuredBest();
        skipped.addAll(validation.skipped());
        return new TrainingResult(
                folder.last(),
                folder.best(),
                best,
                new TrainingResult.Work(
                        state.progress().epoch(), state.progress().iteration(), seconds, stepSeconds, waited),
                ending(state.progress().epoch()).orElseThrow(),
                List.copyOf(skipped));
    }

    /** The best weights of a run that was resumed and found none that are better. */
    private TrainingResult.Measured measuredBest() throws IOException {
        Checkpoint best = Checkpoint.read(folder.best());
        return validation.measure(best.average(), best.progress().epoch() - 1);
    }

    /** Runs what epochs are left; returns for how many seconds steps waited for images. */
    private double runEpochs() throws IOException {
        BatchLoader.Settings loading = BatchLoader.Settings.training(
                        config.sizeSchedule(), config.batch(), config.seed(), config::augmentationOf)
                .withOrder(config.order())
                .withUnreadable(config.supervision().unreadable());
        try (BatchLoader loader = new BatchLoader(setup.training(), loading, setup.cache());
                TrainingEngine engine =
                        setup.engines().open(config.task(), state.weights(), config.input(), config.batch())) {
            engine.goOnFrom(state.progress().lossState());
            TrainingLength length =
                    new TrainingLength(loader.batchesPerEpoch(), config.epochs().total());
            setup.listener()
                    .onStart(
                            config, length.iterationsPerEpoch(), state.weights().parameterCount());
            for (int epoch = state.progress().epoch(); ending(epoch).isEmpty(); epoch++) {
                time.beginEpoch();
                long epochStart = System.nanoTime();
                double learningRate = train(epoch, loader, engine, length);
                stepSeconds += (System.nanoTime() - epochStart) / NANOS;
                state.endEpoch(length.iterationsPerEpoch(), engine.lossState().value());
                finish(epoch, learningRate);
                tellOfSkipped(epoch, loader.skipped());
            }
            return loader.waited().toNanos() / NANOS;
        }
    }

    /** Why the run is over after so many epochs, if it is. */
    private Optional<TrainingResult.Ending> ending(int epochs) {
        if (epochs >= config.epochs().total()) {
            return Optional.of(TrainingResult.Ending.COMPLETE);
        }
        if (config.supervision().givesUpAfter(epochs, state.progress().bestEpoch())) {
            return Optional.of(TrainingResult.Ending.PATIENCE);
        }
        return time.isUp() ? Optional.of(TrainingResult.Ending.TIME) : Optional.empty();
    }

    /** The steps of an epoch; returns the learning rate of the last. */
    private double train(int epoch, BatchLoader loader, TrainingEngine engine, TrainingLength length)
            throws IOException {
        JudgedSteps steps = new JudgedSteps(engine, config.epochs(), folder);
        Iterator<Batch> batches = loader.epoch(epoch);
        double learningRate = 0;
        for (int step = 0; batches.hasNext(); step++) {
            Batch batch = batches.next();
            long iteration = (long) epoch * length.iterationsPerEpoch() + step;
            learningRate = config.schedule().at(config.baseLearningRate(), length, iteration);
            StepGradients gradients = steps.compute(batch, epoch, step);
            boolean isLast = !batches.hasNext();
            state.step(gradients, learningRate, isLast);
            if (isLast) {
                steps.requireNumbers(state, batch, epoch, step, gradients.loss());
            }
            metrics.add(gradients.loss());
            setup.listener().onStep(new TrainingListener.Step(epoch, step, iteration, learningRate, gradients.loss()));
        }
        return learningRate;
    }

    private void finish(int epoch, double learningRate) throws IOException {
        boolean isDue = config.supervision().evaluatesAfter(epoch + 1, config.epochs());
        time.endEpoch(isDue);
        Optional<CocoMetrics> measured = isDue || time.isUp() ? Optional.of(evaluate(epoch)) : Optional.empty();
        metrics.endEpoch(epoch, learningRate, measured);
        Checkpoint checkpoint = state.checkpoint(card());
        if (config.supervision().keepsAfter(epoch + 1)) {
            checkpoint.write(folder.after(epoch + 1));
        }
        checkpoint.write(folder.last());
    }

    private CocoMetrics evaluate(int epoch) throws IOException {
        TrainingResult.Measured measured = validation.measure(state.average(), epoch);
        boolean isBest = state.improvesTo(measured.metrics().ap()) || !Files.exists(folder.best());
        if (isBest) {
            state.checkpoint(card()).write(folder.best());
            validation.foundBest(measured);
        }
        setup.listener().onEvaluation(new TrainingListener.Evaluation(epoch, measured.metrics(), isBest));
        time.endEvaluation();
        return measured.metrics();
    }

    private ModelCard card() {
        return ModelCard.of(config.task(), setup.training().classes(), config.input());
    }

    private void tellOfSkipped(int epoch, List<SkippedImage> inTraining) {
        List<SkippedImage> fresh = Stream.concat(inTraining.stream(), validation.skipped().stream())
                .filter(skipped::add)
                .toList();
        if (!fresh.isEmpty()) {
            setup.listener().onSkipped(epoch, fresh);
        }
    }
}
