package io.github.yolox4j.onednn.run;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arrays that a pass reads and writes, all of single precision and owned by whoever makes it.
 *
 * @param parameters by name, in the layout of the weights
 * @param gradients of those parameters that are trained, in the same shapes
 * @param statistics by the name of each running mean and variance that is trained: the batch's mean and biased
 *     variance, {@code [1, channels, 1, 1]}
 */
public record PassArrays(
        Map<String, INDArray> parameters, Map<String, INDArray> gradients, Map<String, INDArray> statistics) {}
