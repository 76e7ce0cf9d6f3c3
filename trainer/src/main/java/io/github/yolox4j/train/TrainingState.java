package io.github.yolox4j.train;

import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.checkpoint.ModelCard;
import io.github.yolox4j.train.checkpoint.Progress;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.optim.MovingAverage;
import io.github.yolox4j.train.optim.RunningStatistics;
import io.github.yolox4j.train.optim.Sgd;

/**
 * What steps change and checkpoints keep: the weights, the optimiser's velocities, the moving average, and how far all that has come.
 * Restored from a checkpoint it is what it was, to the last bit.
 */
final class TrainingState {

    private final Weights weights;
    private final Sgd optimizer;
    private final MovingAverage average;
    private Progress progress;

    private TrainingState(Weights weights, Sgd optimizer, MovingAverage average, Progress progress) {
        this.weights = weights;
        this.optimizer = optimizer;
        this.average = average;
        this.progress = progress;
    }

    /** Before the first step. */
    static TrainingState fresh(Weights start, Optimisation optimisation) {
        Weights weights = optimisation.frozen().of(start);
        return new TrainingState(
                weights,
                new Sgd(weights, optimisation.momentum(), optimisation.weightDecay()),
                new MovingAverage(weights, optimisation.averageDecay(), 0),
                Progress.START);
    }

    /** As a checkpoint kept it. */
    static TrainingState of(Checkpoint checkpoint, Optimisation optimisation) {
        Weights weights = optimisation.frozen().of(checkpoint.weights());
        Progress progress = checkpoint.progress();
        Sgd optimizer = new Sgd(weights, optimisation.momentum(), optimisation.weightDecay());
        optimizer.restore(checkpoint.velocity());
        return new TrainingState(
                weights,
                optimizer,
                new MovingAverage(checkpoint.average(), optimisation.averageDecay(), progress.averageUpdates()),
                progress);
    }

    /** The live weights. */
    Weights weights() {
        return weights;
    }

    /** The live moving average. */
    Weights average() {
        return average.weights();
    }

    /** As of the last end of an epoch. */
    Progress progress() {
        return progress;
    }

    void step(StepGradients gradients, double learningRate) {
        optimizer.step(gradients.gradients(), learningRate);
        RunningStatistics.update(weights, gradients.statistics());
        average.update(weights);
    }

    /**
     * An epoch is over.
     *
     * @param missedMean the losses' running mean
     */
    void endEpoch(int stepsPerEpoch, double missedMean) {
        int epochs = progress.epoch() + 1;
        progress =
                new Progress(epochs, (long) epochs * stepsPerEpoch, average.updates(), missedMean, progress.bestAp());
    }

    /** Takes note of an AP; tells whether it is the highest so far. */
    boolean improvesTo(double ap) {
        if (!(ap > progress.bestAp())) {
            return false;
        }
        progress = new Progress(
                progress.epoch(), progress.iteration(), progress.averageUpdates(), progress.missedMean(), ap);
        return true;
    }

    Checkpoint checkpoint(ModelCard card) {
        return new Checkpoint(card, progress, weights, average.weights(), optimizer.velocity());
    }
}
