package io.github.yolox4j.losses.score;

import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.math.Ranges;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Focal loss as YOLOv5 and torchvision have it. With \( s = \sigma(z) \) and \( p_t = t s + (1 - t)(1 - s) \):
 * \[ L = \bigl(\alpha t + (1 - \alpha)(1 - t)\bigr)\, (1 - p_t)^\gamma\, \mathrm{BCE}(z, t), \qquad L \ge 0, \]
 * where the gradient flows through the modulating factor too. For a soft target the minimum is not at \( s = t \).
 *
 * @param gamma \( \gamma \ge 0 \), how much less an easy example counts
 * @param alpha \( \alpha \in [0, 1] \), the weight of positives against negatives
 * @implNote The factor is \( \exp(\gamma \ln(1 - p_t)) \) with \( 1 - p_t = t\,\sigma(-z) + (1 - t)\,\sigma(z) \),
 *     which does not cancel. The common \( (1 - p_t)^\gamma \) has an infinite derivative once the score saturates and
 *     \( \gamma \lt 1 \), and turns training into NaN.
 * @see <a href="https://arxiv.org/abs/1708.02002">Lin et al., Focal Loss for Dense Object Detection, ICCV 2017</a>
 */
public record Focal(double gamma, double alpha) implements ScoreLoss {

    /** The defaults of YOLOv5. */
    public static final Focal YOLOV5 = new Focal(1.5, 0.25);

    static final String PAPER = "Lin et al., Focal Loss for Dense Object Detection, ICCV 2017, arXiv:1708.02002";

    static final LossListing<ScoreLoss> LISTING = LossListing.of(
            YOLOV5.spelledOut(),
            "(alpha t + (1 - alpha)(1 - t)) (1 - p_t)^gamma BCE",
            PAPER + "; as YOLOv5 v7.0 and torchvision have it",
            call -> new Focal(call.number("gamma"), call.number("alpha")));

    public Focal {
        Ranges.requireNotNegative("gamma", gamma);
        Ranges.requireShare("alpha", alpha);
    }

    @Override
    public SDVariable of(SDVariable logits, SDVariable targets) {
        Scores scores = new Scores(logits, targets);
        SDVariable factor = Scores.power(scores.difficulty(), gamma);
        return scores.crossEntropy().mul(factor).mul(scores.balance(alpha));
    }

    @Override
    public String toString() {
        return equals(YOLOV5) ? "focal" : spelledOut();
    }

    private String spelledOut() {
        return "focal(gamma=" + gamma + ", alpha=" + alpha + ")";
    }
}
