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
}
