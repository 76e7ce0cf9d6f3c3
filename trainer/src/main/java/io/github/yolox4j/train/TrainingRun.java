package io.github.yolox4j.train;

import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.checkpoint.ModelCard;
import io.github.yolox4j.train.data.batch.Batch;
import io.github.yolox4j.train.data.batch.BatchLoader;
import io.github.yolox4j.train.data.batch.BatchShare;
import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.optim.schedule.TrainingLength;
import io.github.yolox4j.train.parallel.EqualWeights;
import io.github.yolox4j.train.parallel.Ranks;
import io.github.yolox4j.train.parallel.SkippedExchange;
import io.github.yolox4j.train.parallel.StepExchange;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One run of a {@link Trainer}, or the part of a rank in it, from the state that it has to the end. */
final class TrainingRun {

    private static final double NANOS = 1e9;

    private final TrainingConfig config;
    private final TrainingSetup setup;
    private final TrainingState state;
    private final RunRecord record;
    private final Ranks ranks;
    private final Validation validation;
    private final TimeLimit time;
    private final Set<SkippedImage> skipped = new LinkedHashSet<>();
    private boolean timeIsUp;
    private double stepSeconds;

    TrainingRun(TrainingConfig config, TrainingSetup setup, TrainingState state, RunRecord record) {
        this.config = config;
        this.setup = setup;
        this.state = state;
        this.record = record;
        ranks = setup.ranks();
        validation = new Validation(config, setup.validation(), setup.engines().detectors(), ranks);
        time = new TimeLimit(config.supervision().maxTime(), setup.clock());
    }

    TrainingResult run() throws IOException {
        try (validation) {
            return measuredRun();
        }
    }

    private TrainingResult measuredRun() throws IOException {
        long start = System.nanoTime();
        double waited = runEpochs();
        double seconds = (System.nanoTime() - start) / NANOS;
        TrainingResult.Measured best =
                validation.best().isPresent() ? validation.best().get() : measuredBest();
        skipped.addAll(validation.skipped());
        return new TrainingResult(
                record.last(),
                record.best(),
                best,
                new TrainingResult.Work(
                        state.progress().epoch(),
                        state.progress().iteration(),
                        seconds,
                        stepSeconds,
                        waited,
                        exchanging()),
                ending(state.progress().epoch()).orElseThrow(),
                List.copyOf(skipped));
    }

    /** The best weights of a run that was resumed and found none that are better. */
    private TrainingResult.Measured measuredBest() throws IOException {
        Checkpoint best = new SharedCheckpoint(ranks).of(() -> Checkpoint.read(record.best()));
        return validation.measure(best.average(), best.progress().epoch() - 1);
    }

    /** Runs what epochs are left; returns for how many seconds steps waited for images. */
    private double runEpochs() throws IOException {
        BatchShare share = Trainer.shareOf(ranks);
        BatchLoader.Settings loading = BatchLoader.Settings.training(
                        config.sizeSchedule(), config.batch(), config.seed(), config::augmentationOf)
                .withOrder(config.order())
                .withUnreadable(config.supervision().unreadable())
                .withShare(share);
        StepExchange exchange = new StepExchange(ranks, config.task(), state.weights());
        try (BatchLoader loader = new BatchLoader(setup.training(), loading, setup.cache());
                TrainingEngine engine = setup.engines()
                        .open(config.task(), state.weights(), config.input(), share.imagesOf(config.batch()))) {
            engine.goOnFrom(state.progress().lossState());
            TrainingLength length =
                    new TrainingLength(loader.batchesPerEpoch(), config.epochs().total());
            record.start(config, length.iterationsPerEpoch(), state.weights().parameterCount());
            JudgedSteps steps = new JudgedSteps(engine, config.epochs(), ranks, exchange, record);
            for (int epoch = state.progress().epoch(); ending(epoch).isEmpty(); epoch++) {
                time.beginEpoch();
                long epochStart = System.nanoTime();
                double learningRate = train(epoch, loader, steps, length);
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
        return timeIsUp ? Optional.of(TrainingResult.Ending.TIME) : Optional.empty();
    }

    /** The steps of an epoch; returns the learning rate of the last. */
    private double train(int epoch, BatchLoader loader, JudgedSteps steps, TrainingLength length) throws IOException {
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
            record.step(new TrainingListener.Step(epoch, step, iteration, learningRate, gradients.loss()));
        }
        return learningRate;
    }

    private void finish(int epoch, double learningRate) throws IOException {
        boolean isDue = config.supervision().evaluatesAfter(epoch + 1, config.epochs());
        time.endEpoch(isDue);
        timeIsUp = ranks.firstSays(time.isUp());
        new EqualWeights(ranks).require(state.weights(), state.average());
        Optional<CocoMetrics> measured = isDue || timeIsUp ? Optional.of(evaluate(epoch)) : Optional.empty();
        record.endEpoch(epoch, learningRate, measured);
        record.keep(state.checkpoint(card()), config.supervision().keepsAfter(epoch + 1));
    }

    private CocoMetrics evaluate(int epoch) throws IOException {
        TrainingResult.Measured measured = validation.measure(state.average(), epoch);
        boolean isBest = ranks.firstSays(state.improvesTo(measured.metrics().ap()) || !record.hasBest());
        if (isBest) {
            validation.foundBest(measured);
        }
        record.evaluated(
                new TrainingListener.Evaluation(epoch, measured.metrics(), isBest),
                isBest ? Optional.of(state.checkpoint(card())) : Optional.empty());
        time.endEvaluation();
        return measured.metrics();
    }

    private ModelCard card() {
        return ModelCard.of(config.task(), setup.training().classes(), config.input());
    }

    private void tellOfSkipped(int epoch, List<SkippedImage> inTraining) throws IOException {
        List<SkippedImage> all = new SkippedExchange(ranks).all(inTraining);
        List<SkippedImage> fresh = Stream.concat(all.stream(), validation.skipped().stream())
                .filter(skipped::add)
                .toList();
        if (!fresh.isEmpty()) {
            record.skipped(epoch, fresh);
        }
    }

    private double exchanging() {
        return ranks.exchanging().toNanos() / NANOS;
    }
}
