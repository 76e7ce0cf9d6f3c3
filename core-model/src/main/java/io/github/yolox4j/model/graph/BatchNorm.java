package io.github.yolox4j.model.graph;

import io.github.yolox4j.model.weights.ParameterKind;
import io.github.yolox4j.model.weights.ParameterSpec;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Batch normalisation over batch, height and width:
 * \[ y = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}\,\gamma + \beta, \qquad \epsilon = 10^{-3} \]
 *
 * <p>In training \(\mu\) and \(\sigma^2\) are the batch's mean and biased variance, given out as
 * {@code <path>.batch_mean} and {@code <path>.batch_var} of shape {@code [1, channels, 1, 1]}; in evaluation they are
 * the running statistics.
 *
 * @implNote composed of elementary operators: the gradient of ND4J 1.0.0-M2.1's own batch-norm operator fails, and its
 *     gradient of {@code variance} is off by n / (n - 1).
 * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe and Szegedy, Batch Normalization</a>
 */
public record BatchNorm(int channels) implements Block {

    /** Added to the variance. */
    public static final double EPSILON = 1e-3;

    /** The share of the batch's statistics in the running ones after a training step. */
    public static final double MOMENTUM = 0.03;

    @Override
    public SDVariable build(Scope at, SDVariable x) {
        SDVariable gamma = parameter(at, "weight", ParameterKind.NORM_WEIGHT);
        SDVariable beta = parameter(at, "bias", ParameterKind.NORM_BIAS);
        SDVariable runningMean = parameter(at, "running_mean", ParameterKind.RUNNING_MEAN);
        SDVariable runningVariance = parameter(at, "running_var", ParameterKind.RUNNING_VARIANCE);

        boolean ofBatch = at.mode() == Mode.TRAINING && !isFrozen(at);
        SDVariable mean = ofBatch ? x.mean(at.name("batch_mean"), true, 0, 2, 3) : runningMean;
        SDVariable centred = x.sub(mean);
        SDVariable variance =
                ofBatch ? centred.mul(centred).mean(at.name("batch_var"), true, 0, 2, 3) : runningVariance;
        SDVariable scale = at.graph().math().rsqrt(variance.add(EPSILON)).mul(gamma);
        return centred.mul(scale).add(beta);
    }

    /** Whether the running statistics stay as they are; they do so together. */
    private static boolean isFrozen(Scope at) {
        boolean mean = at.parameters().isFrozen(at.name("running_mean"));
        if (mean != at.parameters().isFrozen(at.name("running_var"))) {
            throw new IllegalArgumentException(
                    "running_mean and running_var of " + at.path() + " must be frozen together");
        }
        return mean;
    }

    private SDVariable parameter(Scope at, String local, ParameterKind kind) {
        return at.parameter(new ParameterSpec(at.name(local), kind, channels, 1, 1));
    }
}
