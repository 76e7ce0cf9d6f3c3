package io.github.yolox4j.losses.box;

import java.util.Locale;
import org.nd4j.autodiff.samediff.SDVariable;

/** The losses made of the overlap of two boxes and a penalty. */
public enum IouFamily implements BoxLoss {

    /**
     * Linear IoU loss, \[ L = 1 - \mathrm{IoU}, \qquad 0 \le L \le 1. \] No gradient without overlap.
     *
     * @see <a href="https://arxiv.org/abs/1608.01471">Yu et al., UnitBox: An Advanced Object Detection Network, ACM MM
     *     2016</a> (there with a logarithm)
     */
    IOU(BoxPolicy.YOLOV5) {
        @Override
        public SDVariable of(BoxPairs b) {
            return b.missedShare();
        }
    },

    /**
     * Squared IoU loss, the default of YOLOX, \[ L = 1 - \mathrm{IoU}^2, \qquad 0 \le L \le 1. \] No gradient without
     * overlap.
     *
     * @see <a href="https://arxiv.org/abs/2107.08430">Ge et al., YOLOX: Exceeding YOLO Series in 2021</a>
     */
    SQUARED_IOU(BoxPolicy.YOLOX) {
        @Override
        public SDVariable of(BoxPairs b) {
            return b.graph().math().square(b.iou()).rsub(1);
        }
    },

    /**
     * Generalised IoU loss. For boxes \( A, B \) and their hull \( C \):
     * \[ L = 1 - \mathrm{IoU} + \frac{|C| - |A \cup B|}{|C|}, \qquad 0 \le L \le 2 \]
     *
     * @see <a href="https://arxiv.org/abs/1902.09630">Rezatofighi et al., Generalized Intersection over Union, CVPR
     *     2019</a>
     */
    GIOU(BoxPolicy.YOLOV5) {
        @Override
        public SDVariable of(BoxPairs b) {
            return b.missedShare().add(b.emptyShare());
        }
    },

    /**
     * Distance IoU loss. With \( \rho \) the distance of the centres and \( c \) the diagonal of the hull:
     * \[ L = 1 - \mathrm{IoU} + \frac{\rho^2}{c^2}, \qquad 0 \le L \le 2 \]
     *
     * @see <a href="https://arxiv.org/abs/1911.08287">Zheng et al., Distance-IoU Loss, AAAI 2020</a>
     */
    DIOU(BoxPolicy.YOLOV5) {
        @Override
        public SDVariable of(BoxPairs b) {
            return b.missedShare().add(b.centerDistance());
        }
    },

    /**
     * Complete IoU loss: DIoU and the difference of aspects,
     * \[ L = 1 - \mathrm{IoU} + \frac{\rho^2}{c^2} + \alpha v, \qquad
     *    v = \frac{4}{\pi^2} \left( \arctan\frac{w_g}{h_g} - \arctan\frac{w}{h} \right)^2, \qquad
     *    \alpha = \frac{v}{1 - \mathrm{IoU} + v}, \qquad 0 \le L \le 3, \]
     * where \( \alpha \) is a constant to the gradient. mmdetection counts \( \alpha \) only where IoU is above 0.5
     * ({@link BoxPolicy#MMDETECTION}).
     *
     * @see <a href="https://arxiv.org/abs/2005.03572">Zheng et al., Enhancing Geometric Factors, IEEE Trans.
     *     Cybernetics 2021</a>
     */
    CIOU(BoxPolicy.YOLOV5) {
        @Override
        public SDVariable of(BoxPairs b) {
            return DIOU.of(b).add(aspectWeight(b).mul(b.aspect()));
        }
    };

    private final BoxPolicy policy;

    IouFamily(BoxPolicy policy) {
        this.policy = policy;
    }

    @Override
    public BoxPolicy policy() {
        return policy;
    }

    /** The name in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * \( \alpha \), detached. The missed share is kept from rounding below zero, which would let the denominator
     * vanish.
     */
    private static SDVariable aspectWeight(BoxPairs b) {
        SDVariable aspect = Detached.of(b.aspect());
        SDVariable missed = b.graph().nn().relu(Detached.of(b.missedShare()), 0);
        SDVariable weight = aspect.div(missed.add(aspect).add(b.policy().aspectEps()));
        if (!b.policy().gatesAspect()) {
            return weight;
        }
        SDVariable above =
                b.graph().nn().relu(Detached.of(b.iou()).sub(b.policy().aspectGate()), 0);
        return weight.mul(b.graph().math().sign(above)); // 1 above the gate, else 0
    }
}
