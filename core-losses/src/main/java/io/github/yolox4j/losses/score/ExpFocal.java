package io.github.yolox4j.losses.score;

import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.math.Ranges;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Focal loss in the form that takes \( e^{-\mathrm{BCE}} \) for \( p_t \):
 * \[ L = \alpha \bigl(1 - e^{-\mathrm{BCE}(z, t)}\bigr)^\gamma\, \mathrm{BCE}(z, t), \qquad L \ge 0. \]
 *
 * <p><b>Not {@link Focal} on soft targets.</b> For \( t \in \{0, 1\} \) the base equals \( 1 - p_t \). For any other
 * target \( e^{-\mathrm{BCE}} = s^t (1 - s)^{1 - t} \) is the geometric mean where \( p_t \) is the arithmetic one,
 * so it is smaller and the loss larger. YOLOX's class targets are soft: one-hot times IoU. And \( \alpha \) is one
 * factor for all elements, so it does not balance positives against negatives.
 *
 * <p>The gradient flows through the modulating factor too. The minimum is at \( s = t \), as the loss grows with the
 * cross-entropy.
 *
 * @param gamma \( \gamma \ge 0 \), how much less an easy example counts
 * @param alpha \( \alpha \in [0, 1] \), a factor
 * @see <a href="https://arxiv.org/abs/1708.02002">Lin et al., Focal Loss for Dense Object Detection, ICCV 2017</a>,
 *     for the loss that this one approximates
 */
public record ExpFocal(double gamma, double alpha) implements ScoreLoss {

    /** The parameters of the paper. */
    public static final ExpFocal DEFAULT = new ExpFocal(2, 0.25);

    static final LossListing<ScoreLoss> LISTING = LossListing.of(
            DEFAULT.spelledOut(),
            "alpha (1 - exp(-BCE))^gamma BCE",
            "a common form of " + Focal.PAPER + "; another loss on soft targets",
            call -> new ExpFocal(call.number("gamma"), call.number("alpha")));

    public ExpFocal {
        Ranges.requireNotNegative("gamma", gamma);
        Ranges.requireShare("alpha", alpha);
    }

    @Override
    public SDVariable of(SDVariable logits, SDVariable targets) {
        SDVariable cost = new Scores(logits, targets).crossEntropy();
        SDVariable difficulty = cost.getSameDiff().math().exp(cost.neg()).rsub(1);
        // Where rounding leaves nothing of the difference, its derivative must be nothing too.
        SDVariable factor = Scores.power(Scores.atLeast(0, difficulty), gamma);
        return cost.mul(factor).mul(alpha);
    }

    @Override
    public String toString() {
        return equals(DEFAULT) ? "exp_focal" : spelledOut();
    }

    private String spelledOut() {
        return "exp_focal(gamma=" + gamma + ", alpha=" + alpha + ")";
    }
}
