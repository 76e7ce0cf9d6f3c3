package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.losses.box.geometry.Power;
import io.github.yolox4j.losses.math.Detached;
import io.github.yolox4j.losses.math.Ranges;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A loss that counts less the less its boxes overlap, \[ L = \mathrm{sg}(\mathrm{IoU})^\gamma L_{\mathrm{base}}, \]
 * where the weight is a constant to the gradient: Focal-EIoU is {@code focal(eiou, gamma=0.5)}. Pairs that do not
 * overlap have no gradient, so that it suits only assigners whose positives overlap.
 *
 * <p>The paper does not say that the weight is detached. It has to be: otherwise
 * \( \partial L / \partial \mathrm{IoU} > 0 \) wherever \( \gamma L_{\mathrm{base}} > \mathrm{IoU} \) and training
 * destroys the overlap. {@code undetached_focal} does that, for comparison.
 *
 * @param base the loss that is weighted
 * @param gamma \( \gamma \ge 0 \)
 * @param detached whether the weight is a constant to the gradient
 * @see <a href="https://arxiv.org/abs/2101.08158">Zhang et al., Focal and Efficient IOU Loss, Neurocomputing 2022</a>
 */
public record Focal(OverlapLoss base, double gamma, boolean detached) implements BoxLoss {

    static final LossListing<BoxLoss> LISTING = listing(true, "IoU^gamma L, IoU^gamma detached");

    static final LossListing<BoxLoss> UNDETACHED_LISTING =
            listing(false, "IoU^gamma L, not detached: descent destroys overlap; for comparison only");

    private static LossListing<BoxLoss> listing(boolean detached, String formula) {
        return LossListing.ofModifier(
                new Focal(IouFamily.EIOU, 0.5, detached).toString(),
                formula,
                "Zhang et al. 2021, arXiv:2101.08158",
                (call, base) -> new Focal(OverlapLoss.wrappedBy(call, base), call.number("gamma"), detached));
    }

    public Focal {
        Ranges.requireNotNegative("gamma", gamma);
    }

    @Override
    public SDVariable formula(BoxPairs b) {
        SDVariable overlap = detached ? Detached.of(b.iou()) : b.iou();
        return Power.of(overlap, gamma, Power.TINY).mul(base.formula(b));
    }

    @Override
    public BoxPolicy policy() {
        return base.policy();
    }

    @Override
    public String toString() {
        return LossExpression.written(detached ? "focal" : "undetached_focal", base, "gamma", gamma);
    }
}
