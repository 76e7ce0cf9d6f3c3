package io.github.yolox4j.train;

import io.github.yolox4j.train.optim.EmaDecay;
import io.github.yolox4j.train.optim.Freeze;

/**
 * How gradients become weights: by {@link io.github.yolox4j.train.optim.Sgd}, and a moving average of what it leaves.
 *
 * @param learningRatePerImage the highest learning rate divided by the batch size, in (0, 1)
 * @param momentum in [0, 1)
 * @param weightDecay on convolution weights, at least 0
 * @param averageDecay of the moving average of the weights
 * @param frozen what is left as it is
 */
public record Optimisation(
        double learningRatePerImage, double momentum, double weightDecay, EmaDecay averageDecay, Freeze frozen) {

    /** The reference's recipe. */
    public static final Optimisation DEFAULT = new Optimisation(0.01 / 64, 0.9, 5e-4, EmaDecay.DEFAULT, Freeze.NONE);

    public Optimisation {
        if (!(learningRatePerImage > 0 && learningRatePerImage < 1)) {
            throw new IllegalArgumentException(
                    "learning rate per image must lie in (0, 1), got " + learningRatePerImage);
        }
    }

    public Optimisation withLearningRatePerImage(double rate) {
        return new Optimisation(rate, momentum, weightDecay, averageDecay, frozen);
    }

    public Optimisation withAverageDecay(EmaDecay decay) {
        return new Optimisation(learningRatePerImage, momentum, weightDecay, decay, frozen);
    }

    public Optimisation withFrozen(Freeze other) {
        return new Optimisation(learningRatePerImage, momentum, weightDecay, averageDecay, other);
    }
}
