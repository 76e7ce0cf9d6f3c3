package io.github.yolox4j.losses.score;

import io.github.yolox4j.losses.LossListing;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Poly-1 cross-entropy: the first coefficient of the cross-entropy's series in \( 1 - p_t \), changed by
 * \( \varepsilon \). With \( s = \sigma(z) \) and \( p_t = t s + (1 - t)(1 - s) \):
 * \[ L = \mathrm{BCE}(z, t) + \varepsilon (1 - p_t), \qquad L \ge 0. \]
 * This is the form on single scores; the paper's is on a softmax.
 *
 * <p>For a hard target the gradient is that of the cross-entropy times \( 1 + \varepsilon p_t \): it adds to examples
 * that are right already. For a soft target the minimum is not at \( s = t \).
 *
 * @param epsilon \( \varepsilon \ge -1 \), the change; 0 is the plain cross-entropy
 * @see <a href="https://arxiv.org/abs/2204.12511">Leng et al., PolyLoss, ICLR 2022</a>
 */
public record Poly1(double epsilon) implements ScoreLoss {

    /** The paper's first choice. */
    public static final Poly1 DEFAULT = new Poly1(1);

    static final String PAPER = "Leng et al., PolyLoss, ICLR 2022, arXiv:2204.12511";

    static final LossListing<ScoreLoss> LISTING = LossListing.of(
            DEFAULT.spelledOut(), "BCE + epsilon (1 - p_t)", PAPER, call -> new Poly1(call.number("epsilon")));

    public Poly1 {
        check(epsilon);
    }

    /** Coefficients of the series are not negative. */
    static void check(double epsilon) {
        if (!(epsilon >= -1 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("epsilon must be finite and at least -1: " + epsilon);
        }
    }

    @Override
    public SDVariable of(SDVariable logits, SDVariable targets) {
        Scores scores = new Scores(logits, targets);
        return scores.crossEntropy().add(scores.difficulty().mul(epsilon));
    }

    @Override
    public String toString() {
        return equals(DEFAULT) ? "poly1" : spelledOut();
    }

    private String spelledOut() {
        return "poly1(epsilon=" + epsilon + ")";
    }
}
