package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.losses.box.geometry.Penalty;
import io.github.yolox4j.losses.box.geometry.Power;
import io.github.yolox4j.losses.math.Ranges;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * SCYLLA-IoU loss, \[ L = 1 - \mathrm{IoU} + \frac{\Delta + \Omega}{2}, \qquad
 *    \Delta = \sum_{t \in \{x, y\}} \left(1 - e^{-\gamma (\delta_t / c_t)^2}\right), \qquad \gamma = 2 - \Lambda,
 *    \qquad \Lambda = \sin 2\alpha = \frac{2 |\delta_x \delta_y|}{\delta_x^2 + \delta_y^2}, \]
 * with offsets \( \delta \) of the centres, sides \( c_x, c_y \) of the hull, and the shape cost
 * \( \Omega = \sum_{s \in \{w, h\}} (1 - e^{-|s - s_g| / \max(s, s_g)})^\theta \). Nothing is detached.
 *
 * <p>The paper writes \( c_w, c_h \) both for the offsets and for the hull; this is the reading of YOLOv6 and mmyolo.
 * mmdetection's default flips the sign of \( \gamma \) and rewards boxes for moving apart; it is not offered.
 *
 * @param theta \( \theta \), how much a difference in shape counts; the paper uses 2 to 6
 * @implNote As in YOLOv6, \( 10^{-7} \) is added to the signed offsets. Its arcsine has an infinite derivative at
 *     coinciding centres in some implementations; the closed form of \( \Lambda \) has none.
 * @see <a href="https://arxiv.org/abs/2205.12740">Gevorgyan, SIoU Loss: More Powerful Learning for Bounding Box
 *     Regression, 2022</a>
 */
public record Siou(double theta) implements OverlapLoss {

    /** The exponent of YOLOv6. */
    public static final Siou YOLOV6 = new Siou(4);

    static final LossListing<BoxLoss> LISTING = LossListing.of(
            YOLOV6.toString(),
            "1 - IoU + (sum_xy(1 - exp(-(2 - sin 2a) (d/c)^2)) + sum_wh(1 - exp(-|s - sg| / max(s, sg)))^theta) / 2",
            "Gevorgyan 2022, arXiv:2205.12740",
            call -> new Siou(call.number("theta")));

    private static final double OFFSET_EPS = 1e-7;
    private static final double SQUARE_EPS = 1e-16;

    /** Keeps the powers' gradients finite at equal sizes. */
    private static final double SHARE_EPS = 1e-12;

    public Siou {
        Ranges.requirePositive("theta", theta);
    }

    @Override
    public List<Penalty> penalties(BoxPairs b) {
        return List.of(Penalty.of(distance(b)
                .add(shapeCost(b.widthChange(), b.heightChange(), theta))
                .mul(0.5)));
    }

    /** \( \Omega \), of the changes of width and height or of multiples of them. */
    static SDVariable shapeCost(SDVariable width, SDVariable height, double theta) {
        return shapeTerm(width, theta).add(shapeTerm(height, theta));
    }

    private static SDVariable shapeTerm(SDVariable change, double theta) {
        SDVariable share = change.getSameDiff().math().exp(change.neg()).rsub(1);
        return Power.of(share, theta, SHARE_EPS);
    }

    private static SDVariable distance(BoxPairs b) {
        SameDiff graph = b.graph();
        SDVariable x = b.offsetX().rsub(OFFSET_EPS);
        SDVariable y = b.offsetY().rsub(OFFSET_EPS);
        SDVariable xx = graph.math().square(x);
        SDVariable yy = graph.math().square(y);
        SDVariable angle = graph.math().abs(x.mul(y)).mul(2).div(xx.add(yy).add(SQUARE_EPS));
        SDVariable gamma = angle.sub(2); // negative
        SDVariable near = graph.math()
                .exp(gamma.mul(xx.div(graph.math().square(b.hullWidth()).add(SQUARE_EPS))));
        SDVariable level = graph.math()
                .exp(gamma.mul(yy.div(graph.math().square(b.hullHeight()).add(SQUARE_EPS))));
        return near.add(level).rsub(2);
    }

    @Override
    public BoxPolicy policy() {
        return BoxPolicy.YOLOV6;
    }

    @Override
    public String toString() {
        return LossExpression.written("siou", "theta", theta);
    }
}
