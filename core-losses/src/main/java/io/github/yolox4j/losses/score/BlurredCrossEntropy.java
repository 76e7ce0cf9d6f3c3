package io.github.yolox4j.losses.score;

import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.math.Ranges;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Cross-entropy that forgives missing labels, YOLOv5's {@code BCEBlurWithLogitsLoss}. With \( s = \sigma(z) \):
 * \[ L = \mathrm{BCE}(z, t) \left(1 - \exp \frac{s - t - 1}{\alpha + 10^{-4}}\right), \qquad L \ge 0. \]
 * A score near 1 where the label says 0 counts for nothing: maybe the label is what is wrong.
 *
 * <p>The gradient flows through the factor too, so beyond some score the loss of a negative falls with the score and
 * pulls it further up.
 *
 * @param alpha \( \alpha \ge 0 \), how wide a neighbourhood of the surely wrong is forgiven
 * @see <a href="https://github.com/ultralytics/yolov5/blob/v7.0/utils/loss.py">YOLOv5 v7.0, utils/loss.py</a>; there is
 *     no paper
 */
public record BlurredCrossEntropy(double alpha) implements ScoreLoss {

    /** YOLOv5's default. */
    public static final BlurredCrossEntropy YOLOV5 = new BlurredCrossEntropy(0.05);

    static final LossListing<ScoreLoss> LISTING = LossListing.of(
            YOLOV5.spelledOut(),
            "BCE (1 - exp((s - t - 1) / (alpha + 1e-4)))",
            "YOLOv5 v7.0, BCEBlurWithLogitsLoss; no paper",
            call -> new BlurredCrossEntropy(call.number("alpha")));

    private static final double EPS = 1e-4;

    public BlurredCrossEntropy {
        Ranges.requireNotNegative("alpha", alpha);
    }

    @Override
    public SDVariable of(SDVariable logits, SDVariable targets) {
        Scores scores = new Scores(logits, targets);
        SDVariable distance = targets.add(scores.complement()); // 1 - (s - t)
        SDVariable forgiven = logits.getSameDiff().math().exp(distance.mul(-1 / (alpha + EPS)));
        return scores.crossEntropy().mul(forgiven.rsub(1));
    }

    @Override
    public String toString() {
        return equals(YOLOV5) ? "bce_blur" : spelledOut();
    }

    private String spelledOut() {
        return "bce_blur(alpha=" + alpha + ")";
    }
}
