package io.github.yolox4j.train;

import io.github.yolox4j.train.optim.AdamW;
import io.github.yolox4j.train.optim.EmaDecay;
import io.github.yolox4j.train.optim.Freeze;
import io.github.yolox4j.train.optim.GradientClipping;
import io.github.yolox4j.train.optim.Optimizer;
import io.github.yolox4j.train.optim.Sgd;
import io.github.yolox4j.train.optim.schedule.LearningRate;
import io.github.yolox4j.train.optim.schedule.YoloxWarmCos;
import java.util.Optional;

/**
 * How gradients become weights: by an optimiser, and a moving average of what it leaves.
 *
 * @param learningRatePerImage the highest learning rate divided by the images of an optimiser's step, in (0, 1)
 * @param schedule how the rate rises and falls; warm-up and last epochs are those of the run
 * @param optimizer which one, and its numbers
 * @param clipping of the gradients before each of its steps, if any
 * @param accumulate batches whose mean gradient makes one step, at least 1; the last step of an epoch may have fewer
 * @param averageDecay of the moving average of the weights
 * @param frozen what is left as it is
 */
public record Optimisation(
        double learningRatePerImage,
        LearningRate schedule,
        Optimizer.Settings optimizer,
        Optional<GradientClipping> clipping,
        int accumulate,
        EmaDecay averageDecay,
        Freeze frozen) {

    /** The reference's recipe. */
    public static final Optimisation DEFAULT = new Optimisation(
            0.01 / 64, YoloxWarmCos.DEFAULT, Sgd.Settings.DEFAULT, Optional.empty(), 1, EmaDecay.DEFAULT, Freeze.NONE);

    /** AdamW with the decay of {@link #ADAMW}. */
    public static final AdamW.Settings ADAMW_SETTINGS = new AdamW.Settings(
            AdamW.Settings.DEFAULT.beta1(), AdamW.Settings.DEFAULT.beta2(), AdamW.Settings.DEFAULT.epsilon(), 0.05);

    /**
     * AdamW with rate and decay of a detector of this kind.
     *
     * @see <a href="https://arxiv.org/abs/2212.07784">Lyu et al., RTMDet, 2022, table of training settings</a>
     */
    public static final Optimisation ADAMW =
            DEFAULT.withLearningRatePerImage(0.004 / 256).withOptimizer(ADAMW_SETTINGS);

    public Optimisation {
        if (!(learningRatePerImage > 0 && learningRatePerImage < 1)) {
            throw new IllegalArgumentException(
                    "learning rate per image must lie in (0, 1), got " + learningRatePerImage);
        }
        if (accumulate < 1) {
            throw new IllegalArgumentException("an optimiser step needs at least one batch, got " + accumulate);
        }
    }

    public Optimisation withLearningRatePerImage(double rate) {
        return new Optimisation(rate, schedule, optimizer, clipping, accumulate, averageDecay, frozen);
    }

    public Optimisation withSchedule(LearningRate other) {
        return new Optimisation(learningRatePerImage, other, optimizer, clipping, accumulate, averageDecay, frozen);
    }

    public Optimisation withOptimizer(Optimizer.Settings other) {
        return new Optimisation(learningRatePerImage, schedule, other, clipping, accumulate, averageDecay, frozen);
    }

    public Optimisation withClipping(GradientClipping other) {
        return new Optimisation(
                learningRatePerImage, schedule, optimizer, Optional.of(other), accumulate, averageDecay, frozen);
    }

    public Optimisation withAccumulate(int batches) {
        return new Optimisation(learningRatePerImage, schedule, optimizer, clipping, batches, averageDecay, frozen);
    }

    public Optimisation withAverageDecay(EmaDecay decay) {
        return new Optimisation(learningRatePerImage, schedule, optimizer, clipping, accumulate, decay, frozen);
    }

    public Optimisation withFrozen(Freeze other) {
        return new Optimisation(learningRatePerImage, schedule, optimizer, clipping, accumulate, averageDecay, other);
    }
}
