package io.github.yolox4j.losses.score;

import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.math.Ranges;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Varifocal loss, for targets that are the IoU at positives and 0 at negatives. With \( s = \sigma(z) \):
 * \[ L = \mathrm{BCE}(z, t) \cdot \begin{cases} t &amp; t &gt; 0 \\ \alpha s^\gamma &amp; t = 0 \end{cases}, \qquad L
 * \ge 0. \] Only negatives are made to count less where they are easy. Positives weigh as much as their target, or 1
 * if not {@code iouWeighted}.
 *
 * <p>The gradient flows through \( s^\gamma \) too, as in the author's code.
 *
 * @param gamma \( \gamma \ge 0 \), how much less an easy negative counts
 * @param alpha \( \alpha \ge 0 \), the weight of negatives
 * @param iouWeighted whether a positive's weight is its target
 * @see <a href="https://arxiv.org/abs/2008.13367">Zhang et al., VarifocalNet: An IoU-aware Dense Object Detector, CVPR
 *     2021</a>
 */
public record Varifocal(double gamma, double alpha, boolean iouWeighted) implements ScoreLoss {

    /** The author's defaults. */
    public static final Varifocal DEFAULT = new Varifocal(2, 0.75, true);

    static final LossListing<ScoreLoss> LISTING = LossListing.of(
            DEFAULT.spelledOut(),
            "t BCE where t > 0, alpha s^gamma BCE where t = 0",
            "Zhang et al., VarifocalNet, CVPR 2021, arXiv:2008.13367",
            call -> new Varifocal(call.number("gamma"), call.number("alpha"), call.flag("iou_weighted")));

    public Varifocal {
        Ranges.requireNotNegative("gamma", gamma);
        Ranges.requireNotNegative("alpha", alpha);
    }

    @Override
    public SDVariable of(SDVariable logits, SDVariable targets) {
        Scores scores = new Scores(logits, targets);
        SDVariable isPositive = logits.getSameDiff().math().sign(targets); // 1 above 0, else 0
        SDVariable negative = isPositive.rsub(1).mul(alpha).mul(Scores.power(scores.score(), gamma));
        SDVariable weight = negative.add(iouWeighted ? targets : isPositive);
        return scores.crossEntropy().mul(weight);
    }

    @Override
    public String toString() {
        return equals(DEFAULT) ? "varifocal" : spelledOut();
    }

    private String spelledOut() {
        return "varifocal(gamma=" + gamma + ", alpha=" + alpha + ", iou_weighted=" + iouWeighted + ")";
    }
}
