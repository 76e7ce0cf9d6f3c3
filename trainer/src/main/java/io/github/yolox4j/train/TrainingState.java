package io.github.yolox4j.train;

import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.checkpoint.ModelCard;
import io.github.yolox4j.train.checkpoint.Progress;
import io.github.yolox4j.train.engine.DivergedException;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.optim.GradientAccumulation;
import io.github.yolox4j.train.optim.GradientClipping;
import io.github.yolox4j.train.optim.MovingAverage;
import io.github.yolox4j.train.optim.Optimizer;
import io.github.yolox4j.train.optim.RunningStatistics;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What steps change and checkpoints keep: the weights, the optimiser's state, the moving average, and how far all that
 * has come. Restored from a checkpoint it is what it was, to the last bit.
 */
final class TrainingState {

    private final Weights weights;
    private final Optimisation optimisation;
    private final Optimizer optimizer;
    private final GradientAccumulation accumulation;
    private final MovingAverage average;
    private Progress progress;

    private TrainingState(Weights weights, Optimisation optimisation, MovingAverage average, Progress progress) {
        this.weights = weights;
        this.optimisation = optimisation;
        this.optimizer = optimisation.optimizer().over(weights);
        this.accumulation = new GradientAccumulation(optimisation.accumulate());
        this.average = average;
        this.progress = progress;
    }

    static TrainingState fresh(Weights start, Optimisation optimisation) {
        Weights weights = optimisation.frozen().of(start);
        return new TrainingState(
                weights, optimisation, new MovingAverage(weights, optimisation.averageDecay(), 0), Progress.START);
    }

    /** @throws IllegalArgumentException if the checkpoint had another optimiser, or other frozen parameters */
    static TrainingState of(Checkpoint checkpoint, Optimisation optimisation) {
        Progress progress = checkpoint.progress();
        TrainingState state = new TrainingState(
                optimisation.frozen().of(checkpoint.weights()),
                optimisation,
                new MovingAverage(checkpoint.average(), optimisation.averageDecay(), progress.averageUpdates()),
                progress);
        state.optimizer.restore(checkpoint.optimizer());
        return state;
    }

    Weights weights() {
        return weights;
    }

    Weights average() {
        return average.weights();
    }

    /** As of the last end of an epoch. */
    Progress progress() {
        return progress;
    }

    /**
     * Makes a step of the optimiser, unless it waits for the gradients of further batches: the last of an epoch waits
     * for none.
     */
    void step(StepGradients batch, double learningRate, boolean isLast) {
        Optional<Map<String, INDArray>> gradients = gradients(batch, isLast);
        gradients.ifPresent(complete -> {
            optimisation.clipping().ifPresent(limit -> limit.clip(complete));
            optimizer.step(complete, learningRate);
        });
        RunningStatistics.update(weights, batch.statistics());
        if (gradients.isPresent()) {
            average.update(weights);
        }
    }

    private Optional<Map<String, INDArray>> gradients(StepGradients batch, boolean isLast) {
        if (optimisation.accumulate() == 1) {
            return Optional.of(batch.gradients());
        }
        accumulation.add(batch.gradients());
        return accumulation.isFull() || isLast ? Optional.of(accumulation.mean()) : Optional.empty();
    }

    /** @throws DivergedException if a weight is no longer a number */
    void requireNumbers() {
        for (String name : weights.names()) {
            if (!Double.isFinite(GradientClipping.norm(Map.of(name, weights.value(name))))) {
                throw new DivergedException("the weight " + name + " is not finite");
            }
        }
    }

    void endEpoch(int stepsPerEpoch, double lossState) {
        int epochs = progress.epoch() + 1;
        progress = new Progress(
                epochs,
                (long) epochs * stepsPerEpoch,
                average.updates(),
                lossState,
                progress.bestAp(),
                progress.bestEpoch());
    }

    /** Takes note of an AP; tells whether it is the highest so far. */
    boolean improvesTo(double ap) {
        if (!(ap > progress.bestAp())) {
            return false;
        }
        progress = new Progress(
                progress.epoch(),
                progress.iteration(),
                progress.averageUpdates(),
                progress.lossState(),
                ap,
                progress.epoch());
        return true;
    }

    Checkpoint checkpoint(ModelCard card) {
        return new Checkpoint(card, progress, weights, average.weights(), optimizer.state());
    }
}
