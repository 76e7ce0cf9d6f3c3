package io.github.yolox4j.train.optim;

import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Stochastic gradient descent with Nesterov momentum and weight decay on convolution weights:
 * \[ g \leftarrow \nabla + \lambda p, \qquad v \leftarrow \mu v + g, \qquad p \leftarrow p - \eta\,(g + \mu v) \]
 * with \(\lambda = 0\) for biases and batch-norm; frozen parameters stay. As {@code torch.optim.SGD(nesterov=True)} computes it.
 */
public final class Sgd {

    private final double momentum;
    private final double weightDecay;
    private final Weights weights;
    private final Map<String, INDArray> velocity = new LinkedHashMap<>();

    /**
     * An optimiser at rest.
     *
     * @param weights changed at every step
     */
    public Sgd(Weights weights, double momentum, double weightDecay) {
        if (!(momentum >= 0 && momentum < 1) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException(
                    "need 0 <= momentum < 1 and weight decay >= 0, got " + momentum + " and " + weightDecay);
        }
        this.momentum = momentum;
        this.weightDecay = weightDecay;
        this.weights = weights;
        for (ParameterSpec spec : weights.specs()) {
            if (weights.isTrained(spec)) {
                velocity.put(spec.name(), Nd4j.zeros(weights.type(), spec.graphShape()));
            }
        }
    }

    /**
     * Moves every parameter by one step.
     *
     * @param gradients by name; used up as scratch
     */
    public void step(Map<String, INDArray> gradients, double learningRate) {
        for (ParameterSpec spec : weights.specs()) {
            if (!weights.isTrained(spec)) {
                continue;
            }
            INDArray value = weights.value(spec.name());
            INDArray gradient = gradients.get(spec.name());
            INDArray v = velocity.get(spec.name());
            if (spec.kind().isDecayed() && weightDecay > 0) {
                addScaled(gradient, value, weightDecay);
            }
            v.muli(momentum).addi(gradient);
            addScaled(gradient, v, momentum);
            addScaled(value, gradient, -learningRate);
        }
    }

    /** The live velocities by parameter name. */
    public Map<String, INDArray> velocity() {
        return Map.copyOf(velocity);
    }

    private static void addScaled(INDArray target, INDArray addend, double factor) {
        try (INDArray scaled = addend.mul(factor)) {
            target.addi(scaled);
        }
    }
}
