package io.github.yolox4j.train.optim;

import io.github.yolox4j.model.weights.Weights;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Exponential moving average of parameters and running statistics, which is what gets evaluated and exported.
 *
 * @see EmaDecay
 */
public final class MovingAverage {

    private final EmaDecay decay;
    private final Weights average;
    private long updates;

    /**
     * An average that starts at the given weights.
     *
     * @param updates how many updates it has seen
     */
    public MovingAverage(Weights start, EmaDecay decay, long updates) {
        this.decay = decay;
        this.average = start.copy(start.type());
        this.updates = updates;
    }

    /** Moves the average towards the weights; frozen ones it has since the start. */
    public void update(Weights weights) {
        updates++;
        double keep = decay.at(updates);
        for (String name : weights.names()) {
            if (weights.isFrozen(name)) {
                continue;
            }
            try (INDArray share = weights.value(name).mul(1 - keep)) {
                average.value(name).muli(keep).addi(share);
            }
        }
    }

    /** The live average. */
    public Weights weights() {
        return average;
    }

    public long updates() {
        return updates;
    }
}
