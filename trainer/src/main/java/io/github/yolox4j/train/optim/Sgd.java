package io.github.yolox4j.train.optim;

import io.github.yolox4j.model.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Stochastic gradient descent with Nesterov momentum and weight decay on convolution weights:
 * \[ g \leftarrow \nabla + \lambda p, \qquad v \leftarrow \mu v + g, \qquad p \leftarrow p - \eta\,(g + \mu v) \]
 * with \(\lambda = 0\) for biases and batch-norm; frozen parameters stay. As {@code torch.optim.SGD(nesterov=True)}
 * computes it. Uses all processors, whatever the threads of the engine; the result does not depend on their number.
 */
public final class Sgd implements Optimizer {

    private static final String NAME = "sgd";
    private static final String VELOCITY = "velocity";

    private final Settings settings;
    private final Weights weights;
    private final Map<String, INDArray> velocity;

    /**
     * What an optimiser of the kind is given.
     *
     * @param momentum \(\mu\), in [0, 1)
     * @param weightDecay \(\lambda\) on convolution weights, at least 0
     */
    public record Settings(double momentum, double weightDecay) implements Optimizer.Settings {

        /** The reference's. */
        public static final Settings DEFAULT = new Settings(0.9, 5e-4);

        public Settings {
            if (!(momentum >= 0 && momentum < 1) || !(weightDecay >= 0)) {
                throw new IllegalArgumentException(
                        "need 0 <= momentum < 1 and weight decay >= 0, got " + momentum + " and " + weightDecay);
            }
        }

        @Override
        public String optimizer() {
            return NAME;
        }

        @Override
        public int memory() {
            return 1;
        }

        @Override
        public Sgd over(Weights weights) {
            return new Sgd(weights, this);
        }
    }

    /** An optimiser at rest, which changes these weights at every step. */
    public Sgd(Weights weights, double momentum, double weightDecay) {
        this(weights, new Settings(momentum, weightDecay));
    }

    private Sgd(Weights weights, Settings settings) {
        this.settings = settings;
        this.weights = weights;
        velocity = OptimizerState.zeros(weights, VELOCITY);
    }

    @Override
    public void step(Map<String, INDArray> gradients, double learningRate) {
        weights.specs().parallelStream().filter(weights::isTrained).forEach(spec -> {
            double decay = spec.kind().isDecayed() ? settings.weightDecay : 0;
            Block p = Block.of(weights.value(spec.name()));
            Block v = Block.of(velocity.get(OptimizerState.name(VELOCITY, spec)));
            Block g = Block.of(gradients.get(spec.name()));
            Block.forEach(List.of(p, v, g), 2, () -> {
                g.add(decay, p);
                v.blend(settings.momentum, 1, g);
                g.add(settings.momentum, v);
                p.add(-learningRate, g);
            });
        });
    }

    @Override
    public OptimizerState state() {
        return new OptimizerState(NAME, 0, velocity);
    }

    /** The state of an optimiser of the kind that has these velocities, by parameter name. */
    public static OptimizerState stateOf(Map<String, INDArray> velocity) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        velocity.forEach((name, array) -> arrays.put(VELOCITY + "." + name, array));
        return new OptimizerState(NAME, 0, arrays);
    }

    @Override
    public void restore(OptimizerState state) {
        state.copyTo(state());
    }
}
