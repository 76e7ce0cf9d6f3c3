package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.Power;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The loss that a widely copied snippet calls Alpha-IoU, \[ L = (1 - \mathrm{IoU})^\alpha, \qquad 0 \le L \le 1. \] Its
 * gradient \( \partial L / \partial \mathrm{IoU} = -\alpha (1 - \mathrm{IoU})^{\alpha - 1} \) vanishes for boxes that
 * fit well, which is the opposite of what the paper does: prefer {@link Alpha}.
 *
 * @param alpha \( \alpha \ge 1 \); below, the gradient of a perfect box is infinite
 * @see <a href="https://arxiv.org/abs/2110.13675">He et al., Alpha-IoU, NeurIPS 2021</a>, for the form that it inverts
 */
public record InversePowerIou(double alpha) implements BoxLoss {

    static final LossListing<BoxLoss> LISTING = LossListing.of(
            new InversePowerIou(3).toString(),
            "(1 - IoU)^alpha, the inverted Alpha-IoU of a copied snippet; alpha(iou) is the paper's",
            "no publication",
            call -> new InversePowerIou(call.number("alpha")));

    public InversePowerIou {
        if (!(alpha >= 1 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("alpha must be at least 1 and finite: " + alpha);
        }
    }

    @Override
    public SDVariable formula(BoxPairs b) {
        return Power.of(b.missedShare(), alpha, Power.TINY);
    }

    @Override
    public String toString() {
        return LossExpression.written("inverse_power_iou", "alpha", alpha);
    }
}
