package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.losses.math.Ranges;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Smooth L1 loss, the sum over centre and size of
 * \[ \ell(d) = \begin{cases} d^2 / (2 \beta) &amp; d \lt \beta \\ d - \beta/2 &amp; \text{else} \end{cases}, \qquad
 *    d \in \{|\delta_x|, |\delta_y|, |w - w_g|, |h - h_g|\}. \]
 * It is in the unit of the boxes, which in training are strides of their anchors, as in YOLOX's own L1 term; it needs
 * no overlap.
 *
 * @param beta \( \beta \ge 0 \), where the parabola ends, in that unit; 0 is the L1 loss, written {@code l1}
 * @see <a href="https://arxiv.org/abs/1504.08083">Girshick, Fast R-CNN, ICCV 2015</a>
 */
public record SmoothL1(double beta) implements BoxLoss {

    /** \( |\delta_x| + |\delta_y| + |w - w_g| + |h - h_g| \). */
    public static final SmoothL1 L1 = new SmoothL1(0);

    static final LossListing<BoxLoss> LISTING = LossListing.of(
            new SmoothL1(1).toString(),
            "sum over cx, cy, w, h of d < beta ? d^2 / (2 beta) : d - beta / 2",
            "Girshick 2015, arXiv:1504.08083",
            call -> new SmoothL1(call.number("beta")));

    static final LossListing<BoxLoss> L1_LISTING =
            LossListing.of(L1.toString(), "|dx| + |dy| + |dw| + |dh|", "Ge et al. 2021, arXiv:2107.08430", call -> L1);

    public SmoothL1 {
        Ranges.requireNotNegative("beta", beta);
    }

    @Override
    public SDVariable formula(BoxPairs b) {
        SDVariable positions = rounded(b.offsetX(), beta).add(rounded(b.offsetY(), beta));
        return positions.add(rounded(b.widthDifference(), beta)).add(rounded(b.heightDifference(), beta));
    }

    @Override
    public boolean addsDistances() {
        return true;
    }

    @Override
    public BoxPolicy policy() {
        return BoxPolicy.YOLOX;
    }

    @Override
    public String toString() {
        return beta == 0 ? "l1" : LossExpression.written("smooth_l1", "beta", beta);
    }

    /** \( \ell(|x|) \). */
    static SDVariable rounded(SDVariable x, double beta) {
        SameDiff graph = x.getSameDiff();
        SDVariable size = graph.math().abs(x);
        if (beta == 0) {
            return size;
        }
        SDVariable beyond = graph.nn().relu(size.sub(beta), 0);
        return graph.math().square(size.sub(beyond)).mul(1 / (2 * beta)).add(beyond);
    }
}
