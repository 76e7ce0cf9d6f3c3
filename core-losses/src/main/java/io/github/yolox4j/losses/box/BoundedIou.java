package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.losses.box.geometry.Guard;
import io.github.yolox4j.losses.math.Ranges;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Bounded IoU loss: for each number of the box the best IoU that it allows, through a {@link SmoothL1}:
 * \[ L = \sum_k \ell_\beta(L_k), \qquad L_x = 1 - \max\!\left(\frac{w_g - 2 |\delta_x|}{w_g + 2 |\delta_x| +
 *    \varepsilon}, 0\right), \qquad L_w = 1 - \min\!\left(\frac{w_g}{w + \varepsilon}, \frac{w}{w_g +
 *    \varepsilon}\right), \]
 * and likewise in y and h. mmdetection returns the four summands; this is their sum.
 *
 * @param beta where the smooth L1 becomes linear
 * @param eps \( \varepsilon \), in pixels
 * @see <a href="https://arxiv.org/abs/1711.00164">Tychsen-Smith, Petersson, Improving Object Localization with Fitness
 *     NMS and Bounded IoU Loss, CVPR 2018</a>
 */
public record BoundedIou(double beta, double eps) implements BoxLoss {

    static final LossListing<BoxLoss> LISTING = LossListing.of(
            new BoundedIou(0.2, 1e-3).toString(),
            "smooth_l1 of 1 - the best IoU that each of cx, cy, w, h allows, summed",
            "Tychsen-Smith & Petersson 2018, arXiv:1711.00164",
            call -> new BoundedIou(call.number("beta"), call.number("eps")));

    public BoundedIou {
        Ranges.requireNotNegative("beta", beta);
        Guard.checkEps("eps", eps);
    }

    @Override
    public SDVariable formula(BoxPairs b) {
        SDVariable x = position(b.offsetX(), b.target().width());
        SDVariable y = position(b.offsetY(), b.target().height());
        SDVariable w = size(b.predicted().width(), b.target().width());
        SDVariable h = size(b.predicted().height(), b.target().height());
        return x.add(y).add(w).add(h);
    }

    private SDVariable position(SDVariable offset, SDVariable side) {
        SameDiff graph = offset.getSameDiff();
        SDVariable shift = graph.math().abs(offset).mul(2);
        SDVariable best = graph.nn().relu(side.sub(shift).div(side.add(shift).add(eps)), 0);
        return SmoothL1.rounded(best.rsub(1), beta);
    }

    /** The minimum shares its gradient at a tie. */
    private SDVariable size(SDVariable side, SDVariable wanted) {
        SDVariable shrunk = wanted.div(side.add(eps));
        SDVariable grown = side.div(wanted.add(eps));
        SDVariable apart = side.getSameDiff().math().abs(shrunk.sub(grown));
        SDVariable best = shrunk.add(grown).sub(apart).mul(0.5);
        return SmoothL1.rounded(best.rsub(1), beta);
    }

    @Override
    public BoxPolicy policy() {
        return BoxPolicy.MMDETECTION_OVERLAPS;
    }

    @Override
    public String toString() {
        return LossExpression.written("bounded_iou", "beta", beta, "eps", eps);
    }
}
