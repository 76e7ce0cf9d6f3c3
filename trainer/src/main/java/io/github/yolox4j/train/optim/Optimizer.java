package io.github.yolox4j.train.optim;

import io.github.yolox4j.model.weights.Weights;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes new weights of gradients. Made for the weights that it changes; frozen ones stay. */
public sealed interface Optimizer permits AdamW, Sgd {

    /**
     * Moves every parameter by one step.
     *
     * @param gradients by parameter name; unchanged
     */
    void step(Map<String, INDArray> gradients, double learningRate);

    /** What it remembers, with live arrays. */
    OptimizerState state();

    /**
     * Goes on from what an optimiser of the kind remembered; the arrays are copied.
     *
     * @throws IllegalArgumentException if it was of another kind, or had other parameters to train
     */
    void restore(OptimizerState state);

    /** Which optimiser a run has, and its numbers. */
    sealed interface Settings permits AdamW.Settings, Sgd.Settings {

        /** The optimiser's name, as checkpoints keep it. */
        String optimizer();

        /** How many numbers it remembers for each that it trains. */
        int memory();

        /** An optimiser at rest, which changes these weights at every step. */
        Optimizer over(Weights weights);
    }
}
