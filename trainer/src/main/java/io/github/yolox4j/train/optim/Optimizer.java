package io.github.yolox4j.train.optim;

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
}
