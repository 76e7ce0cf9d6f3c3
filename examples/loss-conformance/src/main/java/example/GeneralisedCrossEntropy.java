package example;

import io.github.yolox4j.losses.score.CustomScoreLoss;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Generalised cross-entropy on sigmoid scores, between the absolute error (q = 1) and cross-entropy (q towards 0):
 * L = (1 - p^q) / q, where p = t s + (1 - t)(1 - s) is the probability given to the target.
 *
 * @param q in (0, 1]
 * @see <a href="https://arxiv.org/abs/1805.07836">Zhang and Sabuncu, Generalized Cross Entropy Loss, NeurIPS 2018</a>
 */
public record GeneralisedCrossEntropy(double q) implements CustomScoreLoss {

    @Override
    public SDVariable of(SDVariable logits, SDVariable targets) {
        SDVariable right = logits.getSameDiff().nn().sigmoid(logits);
        SDVariable wrong = logits.getSameDiff().nn().sigmoid(logits.neg());
        SDVariable p = targets.mul(right).add(targets.rsub(1).mul(wrong));
        SDVariable power = logits.getSameDiff().math().exp(logits.getSameDiff().math().log(p).mul(q));
        return power.rsub(1).div(q);
    }

    @Override
    public String toString() {
        return "generalised_cross_entropy(q=" + q + ")";
    }
}
