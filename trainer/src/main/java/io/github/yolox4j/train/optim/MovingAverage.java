package io.github.yolox4j.train.optim;

import io.github.yolox4j.model.weights.Weights;

/**
 * Exponential moving average of parameters and running statistics, which is what gets evaluated and exported. Uses all
 * processors, whatever the threads of the engine; the result does not depend on their number.
 *
 * @see EmaDecay
 */
public final class MovingAverage {

    private final EmaDecay decay;
    private final Weights average;
    private long updates;

    /** An average that starts at the given weights and has seen so many updates. */
    public MovingAverage(Weights start, EmaDecay decay, long updates) {
        this.decay = decay;
        this.average = start.copy(start.type());
        this.updates = updates;
    }

    /** Moves the average towards the weights; frozen ones it has since the start. */
    public void update(Weights weights) {
        updates++;
        double keep = decay.at(updates);
        weights.names().parallelStream()
                .filter(name -> !weights.isFrozen(name))
                .forEach(name -> Block.blend(average.value(name), keep, 1 - keep, weights.value(name)));
    }

    /** The live average. */
    public Weights weights() {
        return average;
    }

    public long updates() {
        return updates;
    }
}
