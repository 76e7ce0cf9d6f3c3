package io.github.yolox4j.losses.score;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.math.Detached;
import io.github.yolox4j.losses.math.Ranges;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Asymmetric loss: a focal loss with an exponent for positives and one for negatives, and negatives below a margin
 * left out. With \( s = \sigma(z) \), the margin \( m \), \( q = \min(1 - s + m, 1) \) and
 * \( p_t = t s + (1 - t)\, q \):
 * \[ L = -(1 - p_t)^{\gamma_+ t + \gamma_- (1 - t)} \bigl(t \ln \max(s, \varepsilon)
 *      + (1 - t) \ln \max(q, \varepsilon)\bigr), \qquad L \ge 0. \]
 *
 * <p><b>What is detached.</b> The author's {@code AsymmetricLoss} takes the factor \( (1 - p_t)^\gamma \) as a constant
 * by default, and so do we ({@code detachWeight}); its {@code AsymmetricLossOptimized} does not. <b>Where there is no
 * gradient.</b> Negatives with \( s \le m \) have none, which is the point of the margin. Positives with
 * \( s \lt \varepsilon \) have none either, which is not: a wrong score below \( 10^{-8} \) stays there. With
 * {@code eps} 0, the recommendation, the logarithms come from the logit and stay finite by themselves.
 *
 * @param negativeGamma \( \gamma_- \ge 0 \), how much less an easy negative counts
 * @param positiveGamma \( \gamma_+ \ge 0 \), how much less an easy positive counts
 * @param clip \( m \): 0, or at least {@value #SMALLEST_CLIP} and below 1
 * @param eps \( \varepsilon \): at least 0, which means none, and below 1
 * @param detachWeight whether the factor is a constant to the gradient
 * @see <a href="https://arxiv.org/abs/2009.14119">Ridnik et al., Asymmetric Loss For Multi-Label Classification, ICCV
 *     2021</a>
 */
public record Asymmetric(double negativeGamma, double positiveGamma, double clip, double eps, boolean detachWeight)
        implements ScoreLoss {

    /** The defaults of the author's {@code AsymmetricLoss}. */
    public static final Asymmetric DEFAULT = new Asymmetric(4, 1, 0.05, 1e-8, true);

    static final LossListing<ScoreLoss> LISTING = LossListing.of(
            DEFAULT.spelledOut(),
            "-(1 - p_t)^(gamma_pos t + gamma_neg (1 - t)) (t ln max(s, eps) + (1 - t) ln max(q, eps)),"
                    + " q = min(1 - s + clip, 1)",
            "Ridnik et al., Asymmetric Loss For Multi-Label Classification, ICCV 2021, arXiv:2009.14119",
            Asymmetric::read);

    private static final double SMALLEST_CLIP = 1e-6;

    public Asymmetric {
        Ranges.requireNotNegative("gammaNeg", negativeGamma);
        Ranges.requireNotNegative("gammaPos", positiveGamma);
        if (clip != 0 && !(clip >= SMALLEST_CLIP && clip < 1)) {
            throw new IllegalArgumentException(
                    "clip must be 0, or at least " + SMALLEST_CLIP + " and below 1: " + clip);
        }
        Ranges.requireBelowOne("eps", eps);
    }

    @Override
    public SDVariable of(SDVariable logits, SDVariable targets) {
        SameDiff graph = logits.getSameDiff();
        Scores scores = new Scores(logits, targets);
        SDVariable missed = targets.mul(scores.complement());
        SDVariable counted =
                clip == 0 ? scores.score() : graph.nn().relu(scores.score().sub(clip), 0); // 1 - q
        SDVariable difficulty = missed.add(scores.negative().mul(counted));
        SDVariable exponent = targets.mul(positiveGamma - negativeGamma).add(negativeGamma);
        SDVariable weight = Scores.power(difficulty, exponent);

        SDVariable logScore = bounded(scores.positiveCost().neg());
        SDVariable logRest = bounded(logRest(scores));
        SDVariable cost =
                targets.mul(logScore).add(scores.negative().mul(logRest)).neg();
        return cost.mul(detachWeight ? Detached.of(weight) : weight);
    }

    /** \( \ln q \), where \( q \ge m \) keeps the logarithm finite if there is a margin. */
    private SDVariable logRest(Scores scores) {
        if (clip == 0) {
            return scores.negativeCost().neg();
        }
        SDVariable raised = scores.complement().add(clip);
        SDVariable excess = raised.getSameDiff().nn().relu(raised.sub(1), 0);
        return raised.getSameDiff().math().log(raised.sub(excess));
    }

    /** \( \max(x, \ln \varepsilon) \). */
    private SDVariable bounded(SDVariable logarithm) {
        return eps == 0 ? logarithm : Scores.atLeast(Math.log(eps), logarithm);
    }

    @Override
    public String toString() {
        return equals(DEFAULT) ? "asymmetric" : spelledOut();
    }

    private String spelledOut() {
        return "asymmetric(gamma_neg=" + negativeGamma + ", gamma_pos=" + positiveGamma + ", clip=" + clip + ", eps="
                + eps + ", detach_weight=" + detachWeight + ")";
    }

    private static Asymmetric read(LossExpression call) {
        return new Asymmetric(
                call.number("gamma_neg"),
                call.number("gamma_pos"),
                call.number("clip"),
                call.number("eps"),
                call.flag("detach_weight"));
    }
}
