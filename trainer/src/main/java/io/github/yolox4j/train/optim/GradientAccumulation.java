package io.github.yolox4j.train.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Means of the gradients of several batches, for one step on all of them:
 * \( \bar g = \frac{1}{k} \sum_{i=1}^{k} g_i \).
 *
 * <p>This is the gradient of the mean of the batches' losses. One batch of all images would weigh them by their number
 * of positives instead, which the loss is divided by; and batch-norm sees the small batches one by one.
 */
public final class GradientAccumulation {

    private final int batches;
    private final Map<String, INDArray> sum = new LinkedHashMap<>();
    private int added;

    /** @param batches \(k\), at least 1 */
    public GradientAccumulation(int batches) {
        if (batches < 1) {
            throw new IllegalArgumentException("the number of accumulated batches must be at least 1, got " + batches);
        }
        this.batches = batches;
    }

    /**
     * Adds those of a batch.
     *
     * @param gradients by parameter name, the same names every time; unchanged and not kept
     */
    public void add(Map<String, INDArray> gradients) {
        boolean isFirst = added == 0;
        gradients.forEach((name, gradient) -> {
            INDArray total = sum.computeIfAbsent(name, key -> gradient.ulike());
            if (isFirst) {
                total.assign(0);
            }
            Block.blend(total, 1, 1.0 / batches, gradient);
        });
        added++;
    }

    /** Whether the mean is that of all batches. */
    public boolean isFull() {
        return added == batches;
    }

    /**
     * The mean of those added, also where batches are missing, in arrays that the next batch overwrites. The next mean
     * begins.
     *
     * @throws IllegalStateException if nothing was added
     */
    public Map<String, INDArray> mean() {
        if (added == 0) {
            throw new IllegalStateException("no mean: nothing was added");
        }
        double missing = (double) batches / added;
        if (missing != 1) {
            sum.values().forEach(total -> Block.blend(total, missing, 0, total));
        }
        added = 0;
        return Map.copyOf(sum);
    }
}
