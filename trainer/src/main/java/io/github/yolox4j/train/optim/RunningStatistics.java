package io.github.yolox4j.train.optim;

import io.github.yolox4j.model.graph.BatchNorm;
import io.github.yolox4j.model.weights.Weights;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How the running statistics of batch-norm follow those of the batches: each takes 3 % of the new value. */
public final class RunningStatistics {

    private RunningStatistics() {}

    /**
     * Moves the running statistics towards a batch's.
     *
     * @param batch by name of the running statistic: mean, or unbiased variance
     */
    public static void update(Weights weights, Map<String, INDArray> batch) {
        batch.forEach(
                (name, value) -> Block.blend(weights.value(name), 1 - BatchNorm.MOMENTUM, BatchNorm.MOMENTUM, value));
    }
}
