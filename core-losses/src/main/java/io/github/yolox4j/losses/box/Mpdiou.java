package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.Penalty;
import io.github.yolox4j.losses.math.Ranges;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Minimum point distance IoU loss, \[ L = 1 - \mathrm{IoU} + \frac{d_1^2 + d_2^2}{W^2 + H^2}, \] with the distances
 * \( d_1, d_2 \) between both upper left and both lower right corners: \( d_1^2 + d_2^2 = 2 \delta_x^2 + 2 \delta_y^2
 * + \frac{(w - w_g)^2 + (h - h_g)^2}{2} \). Nothing is detached.
 *
 * <p>\( W, H \) are a hidden hyper-parameter: against the size of an image small boxes that do not overlap hardly
 * move.
 *
 * @param width \( W \), the width of the network's input in the unit of the boxes
 * @param height \( H \), its height
 * @see <a href="https://arxiv.org/abs/2307.07662">Ma, Xu, MPDIoU: A Loss for Efficient and Accurate Bounding Box
 *     Regression, 2023</a>
 */
public record Mpdiou(double width, double height) implements OverlapLoss {

    static final LossListing<BoxLoss> LISTING = LossListing.of(
            new Mpdiou(640, 640).toString(),
            "1 - IoU + (d1^2 + d2^2) / (W^2 + H^2), d1 and d2 the distances of corners",
            "Ma & Xu 2023, arXiv:2307.07662",
            call -> new Mpdiou(call.number("width"), call.number("height")));

    public Mpdiou {
        Ranges.requirePositive("width", width);
        Ranges.requirePositive("height", height);
    }

    @Override
    public List<Penalty> penalties(BoxPairs b) {
        SDVariable centers = b.squaredDistance().mul(2);
        SDVariable sizes = b.squaredSizeDifference().mul(0.5);
        return List.of(Penalty.of(centers.add(sizes).mul(1 / (width * width + height * height))));
    }

    @Override
    public String toString() {
        return LossExpression.written("mpdiou", "width", width, "height", height);
    }
}
