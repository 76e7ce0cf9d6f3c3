package io.github.yolox4j.losses.score;

import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.math.Ranges;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Poly-1 focal loss: {@link Focal} and the next power of the difficulty,
 * \[ L = \bigl(\alpha t + (1 - \alpha)(1 - t)\bigr)\, (1 - p_t)^\gamma\, \mathrm{BCE}(z, t)
 *      + \varepsilon (1 - p_t)^{\gamma + 1}. \]
 *
 * <p>The second term is not weighed by \( \alpha \). The gradient flows through both powers. A negative
 * \( \varepsilon \) may make the loss negative.
 *
 * @param epsilon \( \varepsilon \ge -1 \), the weight of the second term
 * @param gamma \( \gamma \ge 0 \), how much less an easy example counts
 * @param alpha \( \alpha \in [0, 1] \), the weight of positives against negatives
 * @see <a href="https://arxiv.org/abs/2204.12511">Leng et al., PolyLoss, ICLR 2022</a>
 */
public record Poly1Focal(double epsilon, double gamma, double alpha) implements ScoreLoss {

    /** The common parameters. */
    public static final Poly1Focal DEFAULT = new Poly1Focal(1, 2, 0.25);

    static final LossListing<ScoreLoss> LISTING = LossListing.of(
            DEFAULT.spelledOut(),
            "focal + epsilon (1 - p_t)^(gamma + 1)",
            Poly1.PAPER,
            call -> new Poly1Focal(call.number("epsilon"), call.number("gamma"), call.number("alpha")));

    public Poly1Focal {
        Poly1.check(epsilon);
        Ranges.requireNotNegative("gamma", gamma);
        Ranges.requireShare("alpha", alpha);
    }

    @Override
    public SDVariable of(SDVariable logits, SDVariable targets) {
        Scores scores = new Scores(logits, targets);
        SDVariable difficulty = scores.difficulty();
        SDVariable weighted = scores.crossEntropy().mul(scores.balance(alpha));
        return weighted.add(difficulty.mul(epsilon)).mul(Scores.power(difficulty, gamma));
    }

    @Override
    public String toString() {
        return equals(DEFAULT) ? "poly1_focal" : spelledOut();
    }

    private String spelledOut() {
        return "poly1_focal(epsilon=" + epsilon + ", gamma=" + gamma + ", alpha=" + alpha + ")";
    }
}
