package io.github.yolox4j.train.optim;

import io.github.yolox4j.model.weights.Weights;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adam with weight decay apart from the gradient. In step \(t = 1, 2, \dots\) with rate \(\eta\), for a gradient \(g\):
 * \[ p \leftarrow (1 - \eta \lambda)\, p, \qquad m \leftarrow \beta_1 m + (1 - \beta_1)\, g, \qquad
 *    v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2, \]
 * \[ p \leftarrow p - \eta\, \frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \varepsilon} \]
 * with \(\lambda = 0\) for biases and batch-norm; frozen parameters stay. As {@code torch.optim.AdamW} computes it.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR
 *     2019</a>
 */
public final class AdamW implements Optimizer {

    private static final String NAME = "adamw";
    private static final String MEAN = "mean";
    private static final String SQUARE = "square";

    private final Settings settings;
    private final Weights weights;
    private final Map<String, INDArray> arrays;
    private long steps;

    /**
     * What an optimiser of the kind is given.
     *
     * @param beta1 share of the mean that is kept, in [0, 1)
     * @param beta2 share of the mean square that is kept, in [0, 1)
     * @param epsilon above 0, bounds the step where gradients vanish
     * @param weightDecay \(\lambda\) on convolution weights, at least 0
     */
    public record Settings(double beta1, double beta2, double epsilon, double weightDecay)
            implements Optimizer.Settings {

        /** PyTorch's. */
        public static final Settings DEFAULT = new Settings(0.9, 0.999, 1e-8, 0.01);

        public Settings {
            boolean keeps = beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1;
            if (!(keeps && epsilon > 0 && weightDecay >= 0)) {
                throw new IllegalArgumentException(
                        "need betas in [0, 1), epsilon above 0 and weight decay of at least 0," + " got " + beta1 + ", "
                                + beta2 + ", " + epsilon + " and " + weightDecay);
            }
        }

        @Override
        public String optimizer() {
            return NAME;
        }

        @Override
        public int memory() {
            return 2;
        }

        @Override
        public AdamW over(Weights weights) {
            return new AdamW(weights, this);
        }
    }

    /** An optimiser at rest, which changes these weights at every step. */
    public AdamW(Weights weights, Settings settings) {
        this.settings = settings;
        this.weights = weights;
        arrays = OptimizerState.zeros(weights, MEAN, SQUARE);
    }

    @Override
    public void step(Map<String, INDArray> gradients, double learningRate) {
        steps++;
        double ofMean = 1 / (1 - Math.pow(settings.beta1, steps));
        double ofSquare = 1 / (1 - Math.pow(settings.beta2, steps));
        weights.specs().parallelStream().filter(weights::isTrained).forEach(spec -> {
            double decay = spec.kind().isDecayed() ? settings.weightDecay : 0;
            Block p = Block.of(weights.value(spec.name()));
            Block m = Block.of(arrays.get(OptimizerState.name(MEAN, spec)));
            Block v = Block.of(arrays.get(OptimizerState.name(SQUARE, spec)));
            Block g = Block.of(gradients.get(spec.name()));
            Block.forEach(List.of(p, m, v, g), 3, () -> {
                m.blend(settings.beta1, 1 - settings.beta1, g);
                v.blendSquare(settings.beta2, 1 - settings.beta2, g);
                p.blend(1 - learningRate * decay, 0, g);
                p.addRatio(-learningRate * ofMean, m, ofSquare, v, settings.epsilon);
            });
        });
    }

    @Override
    public OptimizerState state() {
        return new OptimizerState(NAME, steps, arrays);
    }

    @Override
    public void restore(OptimizerState state) {
        state.copyTo(state());
        steps = state.steps();
    }
}
