package io.github.yolox4j.train.optim;

import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Stochastic gradient descent with Nesterov momentum and weight decay on convolution weights:
 * \[ g \leftarrow \nabla + \lambda p, \qquad v \leftarrow \mu v + g, \qquad p \leftarrow p - \eta\,(g + \mu v) \]
 * with \(\lambda = 0\) for biases and batch-norm; frozen parameters stay. As {@code torch.optim.SGD(nesterov=True)} computes it.
 */
public final class Sgd implements Optimizer {

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

    @Override
    public void step(Map<String, INDArray> gradients, double learningRate) {
        for (ParameterSpec spec : weights.specs()) {
            if (!weights.isTrained(spec)) {
                continue;
            }
            double decay = spec.kind().isDecayed() ? weightDecay : 0;
            Block p = Block.of(weights.value(spec.name()));
            Block v = Block.of(velocity.get(spec.name()));
            Block g = Block.of(gradients.get(spec.name()));
            Block.forEach(List.of(p, v, g), 2, () -> {
                g.add(decay, p);
                v.blend(momentum, 1, g);
                g.add(momentum, v);
                p.add(-learningRate, g);
            });
        }
    }

    /**
     * Takes over velocities.
     *
     * @throws IllegalArgumentException if they are not those of the trained parameters
     */
    public void restore(Map<String, INDArray> others) {
        if (!others.keySet().equals(velocity.keySet())) {
            Set<String> different = new TreeSet<>(others.keySet());
            different.addAll(velocity.keySet());
            different.removeIf(name -> others.containsKey(name) && velocity.containsKey(name));
            throw new IllegalArgumentException("velocities and trained parameters differ by " + different);
        }
        velocity.forEach((name, array) -> array.assign(others.get(name)));
    }

    /** The live velocities by parameter name. */
    public Map<String, INDArray> velocity() {
        return Collections.unmodifiableMap(velocity);
    }
}
