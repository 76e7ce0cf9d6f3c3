package io.github.yolox4j.losses.score;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Binary cross-entropy on logits. With \( s = \sigma(z) \) and the weight \( p \) of positives:
 * \[ L = -p\, t \ln s - (1 - t) \ln(1 - s)
 *      = \bigl(1 + (p - 1)\, t\bigr) \bigl(\max(z, 0) + \ln(1 + e^{-|z|})\bigr) - p\, t\, z, \qquad L \ge 0. \]
 *
 * @param positiveWeight \( p > 0 \); 1 is the plain cross-entropy
 * @see <a href="https://arxiv.org/abs/2107.08430">Ge et al., YOLOX: Exceeding YOLO Series in 2021</a>, whose
 *     objectness and class loss this is
 */
public record BinaryCrossEntropy(double positiveWeight) implements ScoreLoss {

    /** Positives and negatives weigh the same. */
    public static final BinaryCrossEntropy PLAIN = new BinaryCrossEntropy(1);

    public BinaryCrossEntropy {
        if (!(positiveWeight > 0 && positiveWeight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("positiveWeight must be positive and finite: " + positiveWeight);
        }
    }

    @Override
    public SDVariable of(SDVariable logits, SDVariable targets) {
        SameDiff graph = logits.getSameDiff();
        SDVariable size = graph.math().abs(logits);
        SDVariable positivePart =
                logits.add(size).mul(0.5); // max(z, 0), but of derivative 1/2 at 0, as the whole needs
        SDVariable tail = graph.math().log(graph.math().exp(size.neg()).add(1));
        if (positiveWeight == 1) {
            return positivePart.sub(logits.mul(targets)).add(tail);
        }
        SDVariable weight = targets.mul(positiveWeight - 1).add(1);
        SDVariable linear = weight.mul(positivePart).sub(logits.mul(targets.mul(positiveWeight)));
        return linear.add(weight.mul(tail));
    }

    @Override
    public String toString() {
        return positiveWeight == 1 ? "bce" : "bce(positive_weight=" + positiveWeight + ")";
    }
}
