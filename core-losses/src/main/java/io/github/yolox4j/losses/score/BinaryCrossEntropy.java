package io.github.yolox4j.losses.score;

import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.math.Ranges;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Binary cross-entropy on logits. With \( s = \sigma(z) \), the weight \( p \) of positives and the smoothed target
 * \( t' = (1 - \varepsilon)\, t + \varepsilon / 2 \):
 * \[ L = -p\, t' \ln s - (1 - t') \ln(1 - s), \qquad L \ge 0, \]
 * where \( -\ln s = \max(-z, 0) + \ln(1 + e^{-|z|}) \) and \( -\ln(1 - s) = \max(z, 0) + \ln(1 + e^{-|z|}) \).
 *
 * <p>The gradient of the plain form is \( s - t \). Smoothing turns 1 into \( 1 - \varepsilon/2 \) and 0 into
 * \( \varepsilon/2 \), as YOLOv5's does: no score then costs nothing, and the minimum is at \( s = t' \).
 *
 * @param positiveWeight \( p > 0 \); 1 weighs positives and negatives the same
 * @param smoothing \( \varepsilon \in [0, 1] \); 0 leaves targets as they are
 * @see <a href="https://arxiv.org/abs/2107.08430">Ge et al., YOLOX: Exceeding YOLO Series in 2021</a>, whose
 *     objectness and class loss the plain form is
 * @see <a href="https://arxiv.org/abs/1902.04103">Zhang et al., Bag of Freebies for Training Object Detection Neural
 *     Networks, 2019</a>, equation 3, for the smoothing
 */
public record BinaryCrossEntropy(double positiveWeight, double smoothing) implements ScoreLoss {

    /** Positives and negatives weigh the same; no smoothing. */
    public static final BinaryCrossEntropy PLAIN = new BinaryCrossEntropy(1, 0);

    static final LossListing<ScoreLoss> LISTING = LossListing.of(
            PLAIN.spelledOut(),
            "-p t' ln s - (1 - t') ln(1 - s), t' = (1 - smoothing) t + smoothing/2",
            "Ge et al., YOLOX, 2021, arXiv:2107.08430; smoothing: Zhang et al., Bag of Freebies, 2019,"
                    + " arXiv:1902.04103",
            call -> new BinaryCrossEntropy(call.number("positive_weight"), call.number("smoothing")));

    public BinaryCrossEntropy {
        Ranges.requirePositive("positiveWeight", positiveWeight);
        Ranges.requireShare("smoothing", smoothing);
    }

    @Override
    public SDVariable of(SDVariable logits, SDVariable targets) {
        SDVariable smoothed =
                smoothing == 0 ? targets : targets.mul(1 - smoothing).add(smoothing / 2);
        Scores scores = new Scores(logits, smoothed);
        if (positiveWeight == 1) {
            return scores.crossEntropy();
        }
        SDVariable positives = smoothed.mul(positiveWeight).mul(scores.positiveCost());
        return positives.add(scores.negative().mul(scores.negativeCost()));
    }

    @Override
    public String toString() {
        if (smoothing == PLAIN.smoothing) {
            return equals(PLAIN) ? "bce" : "bce(positive_weight=" + positiveWeight + ")";
        }
        return spelledOut();
    }

    private String spelledOut() {
        return "bce(positive_weight=" + positiveWeight + ", smoothing=" + smoothing + ")";
    }
}
