package io.github.yolox4j.train.optim;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Shortens gradients that are too long, all by one factor: with the norm \(n\) of all of them together,
 * \[ g \leftarrow g \cdot \min\left(1, \frac{n_{\max}}{n + 10^{-6}}\right). \]
 * As {@code torch.nn.utils.clip_grad_norm_} computes it.
 *
 * @param largestNorm \(n_{\max}\), above 0
 */
public record GradientClipping(double largestNorm) {

    private static final double EPSILON = 1e-6;

    public GradientClipping {
        if (!(largestNorm > 0)) {
            throw new IllegalArgumentException("the largest norm must be above 0, got " + largestNorm);
        }
    }

    /**
     * Changes the gradients in place.
     *
     * @return their norm before
     */
    public double clip(Map<String, INDArray> gradients) {
        double norm = norm(gradients);
        double factor = largestNorm / (norm + EPSILON);
        if (factor < 1) {
            gradients.values().forEach(gradient -> Block.blend(gradient, factor, 0, gradient));
        }
        return norm;
    }

    /** The Euclidean norm of all gradients together, summed in double precision. */
    public static double norm(Map<String, INDArray> gradients) {
        double[] sum = new double[1];
        for (INDArray gradient :
                new TreeMap<>(gradients).values()) { // one order, whatever the map: equal to the last bit
            Block g = Block.of(gradient);
            Block.forEach(List.of(g), 0, () -> sum[0] += g.sumOfSquares());
        }
        return Math.sqrt(sum[0]);
    }
}
