package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.Penalty;
import io.github.yolox4j.losses.box.geometry.Power;
import io.github.yolox4j.losses.math.Ranges;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Shape-IoU loss: distances and sizes weigh by the shape of the target,
 * \[ L = 1 - \mathrm{IoU} + \frac{h_h\, \delta_x^2 + w_w\, \delta_y^2}{c^2} + \frac{\Omega}{2}, \qquad
 *    w_w = \frac{2 w_g^s}{w_g^s + h_g^s}, \qquad h_h = \frac{2 h_g^s}{w_g^s + h_g^s}, \]
 * with the shape cost \( \Omega \) of {@link Siou} at \( \theta = 4 \), \( h_h \) on its width and \( w_w \) on its
 * height. At \( s = 0 \) it is DIoU with half of SIoU's shape cost. Nothing is detached.
 *
 * @param scale \( s \ge 0 \), by the size of objects in the data; 0 ignores the target's shape
 * @implNote \( w_w = 2 \sigma(s (\ln w_g - \ln h_g)) \), which allows targets of size zero.
 * @see <a href="https://arxiv.org/abs/2312.17663">Zhang, Zhang, Shape-IoU, 2023</a>
 */
public record ShapeIou(double scale) implements OverlapLoss {

    static final LossListing<BoxLoss> LISTING = LossListing.of(
            new ShapeIou(0).toString(),
            "1 - IoU + (hh dx^2 + ww dy^2) / c^2 + shape cost / 2, ww = 2 wg^s / (wg^s + hg^s) = 2 - hh",
            "Zhang & Zhang 2023, arXiv:2312.17663",
            call -> new ShapeIou(call.number("scale")));

    private static final double THETA = 4;

    public ShapeIou {
        Ranges.requireNotNegative("scale", scale);
    }

    @Override
    public List<Penalty> penalties(BoxPairs b) {
        SameDiff graph = b.graph();
        SDVariable slant = graph.math()
                .log(b.target().width().add(Power.TINY))
                .sub(graph.math().log(b.target().height().add(Power.TINY)));
        SDVariable ww = graph.nn().sigmoid(slant.mul(scale)).mul(2);
        SDVariable hh = ww.rsub(2);
        SDVariable distance =
                hh.mul(graph.math().square(b.offsetX())).add(ww.mul(graph.math().square(b.offsetY())));
        SDVariable shape =
                Siou.shapeCost(b.widthChange().mul(hh), b.heightChange().mul(ww), THETA);
        return List.of(
                Penalty.quotient(distance, b.squaredDiagonal(), b.policy().diagonal()), Penalty.of(shape.mul(0.5)));
    }

    @Override
    public String toString() {
        return LossExpression.written("shape_iou", "scale", scale);
    }
}
