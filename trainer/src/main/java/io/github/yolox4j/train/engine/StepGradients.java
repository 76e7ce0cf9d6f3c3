package io.github.yolox4j.train.engine;

import io.github.yolox4j.train.loss.LossTerms;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The result of a training step, in arrays that the engine owns and overwrites in its next step. Between engine and optimiser these
 * are all that passes: whoever adds up the gradients of several machines does it here, in place.
 */
public final class StepGradients {

    private final LossTerms loss;
    private final Map<String, INDArray> gradients;
    private final Map<String, INDArray> statistics;

    /**
     * @param loss the terms of the loss
     * @param gradients by parameter name, in the layout of the weights
     * @param statistics by name of the running statistic: the batch's mean, or its unbiased variance
     */
    public StepGradients(LossTerms loss, Map<String, INDArray> gradients, Map<String, INDArray> statistics) {
        this.loss = loss;
        this.gradients = gradients;
        this.statistics = statistics;
    }

    /** The terms of the loss. */
    public LossTerms loss() {
        return loss;
    }

    /** The live arrays by parameter name, in the layout of the weights. */
    public Map<String, INDArray> gradients() {
        return gradients;
    }

    /** The live arrays by name of the running statistic: the batch's mean, or its unbiased variance. */
    public Map<String, INDArray> statistics() {
        return statistics;
    }
}
