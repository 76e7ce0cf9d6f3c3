package io.github.yolox4j.losses.score;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.math.Ranges;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Quality focal loss, for targets that say how good a box is. With \( s = \sigma(z) \) and scale \( k \):
 * \[ L = k \bigl(\alpha t + (1 - \alpha)(1 - t)\bigr)\, |t - s|^\gamma\, \mathrm{BCE}(z, t), \qquad L \ge 0. \]
 * The loss is 0 at \( s = t \). The paper's form has no balance, which is \( \alpha = 1/2, k = 2 \): {@link #GFL}.
 *
 * <p>The gradient flows through the factor \( |t - s|^\gamma \) too. At \( s = t \) that factor has a corner if
 * \( \gamma \le 1 \); its derivative there is taken as 0. Below 1 it is a cusp, with gradients that are finite but grow
 * as \( |t - s|^{\gamma - 1} \) on the way there.
 *
 * @param gamma \( \gamma \ge 0 \), called \( \beta \) in the paper
 * @param alpha \( \alpha \in [0, 1] \), the weight of positives against negatives
 * @param scale \( k > 0 \), a factor
 * @see <a href="https://arxiv.org/abs/2006.04388">Li et al., Generalized Focal Loss, NeurIPS 2020</a>
 */
public record QualityFocal(double gamma, double alpha, double scale) implements ScoreLoss {

    /** YOLOv5's {@code QFocalLoss}. */
    public static final QualityFocal YOLOV5 = new QualityFocal(1.5, 0.25, 1);

    /** The paper's, as in GFL and mmdetection: no balance. */
    public static final QualityFocal GFL = new QualityFocal(2, 0.5, 2);

    static final String PAPER = "Li et al., Generalized Focal Loss, NeurIPS 2020, arXiv:2006.04388";

    static final LossListing<ScoreLoss> LISTING = LossListing.of(
            YOLOV5.spelledOut(),
            "scale (alpha t + (1 - alpha)(1 - t)) |t - s|^gamma BCE",
            PAPER + "; as YOLOv5 v7.0 has it",
            QualityFocal::read);

    static final LossListing<ScoreLoss> GFL_LISTING = LossListing.of(
            GFL.spelledOut() + ":gfl", "|t - s|^gamma BCE", PAPER + "; as mmdetection has it", QualityFocal::read);

    public QualityFocal {
        Ranges.requireNotNegative("gamma", gamma);
        Ranges.requireShare("alpha", alpha);
        Ranges.requirePositive("scale", scale);
    }

    @Override
    public SDVariable of(SDVariable logits, SDVariable targets) {
        Scores scores = new Scores(logits, targets);
        SDVariable distance = logits.getSameDiff().math().abs(scores.shortfall());
        SDVariable factor = Scores.power(distance, gamma);
        return scores.crossEntropy().mul(factor).mul(scores.balance(alpha).mul(scale));
    }

    @Override
    public String toString() {
        if (equals(YOLOV5)) {
            return "quality_focal";
        }
        return equals(GFL) ? "quality_focal:gfl" : spelledOut();
    }

    private String spelledOut() {
        return "quality_focal(gamma=" + gamma + ", alpha=" + alpha + ", scale=" + scale + ")";
    }

    private static QualityFocal read(LossExpression call) {
        return new QualityFocal(call.number("gamma"), call.number("alpha"), call.number("scale"));
    }
}
