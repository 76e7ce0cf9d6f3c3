package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.losses.math.Detached;
import org.nd4j.autodiff.samediff.SDVariable;

/** The attraction of Wise-IoU. */
public enum WiseIou implements BoxLoss {

    /**
     * Wise-IoU v1, \[ L = \exp\!\left(\frac{\rho^2}{\mathrm{sg}(c^2)}\right) (1 - \mathrm{IoU}), \qquad 0 \le L \le e.
     * \] Only the hull is a constant to the gradient. Versions 2 and 3 wrap it in {@link Wise}.
     *
     * @see <a href="https://arxiv.org/abs/2301.10051">Tong et al., Wise-IoU: Bounding Box Regression Loss with Dynamic
     *     Focusing Mechanism, 2023</a>
     */
    V1;

    static final LossListing<BoxLoss> LISTING = LossListing.of(
            V1.toString(),
            "exp(rho^2 / c^2) (1 - IoU), c^2 detached",
            "Tong et al. 2023, arXiv:2301.10051",
            call -> V1);

    @Override
    public SDVariable formula(BoxPairs b) {
        SDVariable diagonal = Detached.of(b.policy().diagonal().of(b.squaredDiagonal()));
        return b.graph().math().exp(b.squaredDistance().div(diagonal)).mul(b.missedShare());
    }

    /** The authors have no eps. */
    @Override
    public BoxPolicy policy() {
        return BoxPolicy.PAPER;
    }

    @Override
    public String toString() {
        return "wiou_v1";
    }
}
