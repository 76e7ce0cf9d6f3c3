package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.losses.box.geometry.Guard;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Logarithmic IoU loss, \[ L = -\ln \max(\mathrm{IoU}, \varepsilon), \qquad 0 \le L \le -\ln \varepsilon. \] No
 * gradient without overlap, and steep where there is little.
 *
 * @param eps \( \varepsilon \), the least IoU that is told apart
 * @see <a href="https://arxiv.org/abs/1608.01471">Yu et al., UnitBox: An Advanced Object Detection Network, ACM MM
 *     2016</a>
 */
public record LogIou(double eps) implements BoxLoss {

    static final LossListing<BoxLoss> LISTING = LossListing.of(
            new LogIou(1e-6).toString(),
            "-ln max(IoU, eps)",
            "Yu et al. 2016, arXiv:1608.01471",
            call -> new LogIou(call.number("eps")));

    public LogIou {
        Guard.checkEps("eps", eps);
    }

    @Override
    public SDVariable formula(BoxPairs b) {
        return b.graph().math().log(Guard.floor(eps).of(b.iou())).neg();
    }

    @Override
    public BoxPolicy policy() {
        return BoxPolicy.MMDETECTION_OVERLAPS;
    }

    @Override
    public String toString() {
        return LossExpression.written("log_iou", "eps", eps);
    }
}
