package io.github.yolox4j.train.engine;

import io.github.yolox4j.train.loss.LossTerms;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The result of a training step, in arrays that the engine owns.
 *
 * @param loss the terms of the loss
 * @param gradients by parameter name, in the layout of the weights
 * @param statistics by name of the running statistic: the batch's mean, or its unbiased variance
 */
public record StepGradients(LossTerms loss, Map<String, INDArray> gradients, Map<String, INDArray> statistics) {}
