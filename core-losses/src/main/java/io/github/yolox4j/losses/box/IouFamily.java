package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.losses.box.geometry.Penalty;
import io.github.yolox4j.losses.math.Detached;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.nd4j.autodiff.samediff.SDVariable;

/** The losses made of the overlap of two boxes and penalties that have no parameter. */
public enum IouFamily implements OverlapLoss {

    /**
     * Linear IoU loss, \[ L = 1 - \mathrm{IoU}, \qquad 0 \le L \le 1. \] No gradient without overlap.
     *
     * @see <a href="https://arxiv.org/abs/1608.01471">Yu et al., UnitBox: An Advanced Object Detection Network, ACM MM
     *     2016</a> (there with a logarithm)
     */
    IOU("1 - IoU", "Yu et al. 2016, arXiv:1608.01471 (there with a logarithm)", b -> List.of()),

    /**
     * Squared IoU loss, the default of YOLOX, \[ L = 1 - \mathrm{IoU}^2, \qquad 0 \le L \le 1. \] No gradient without
     * overlap.
     *
     * @see <a href="https://arxiv.org/abs/2107.08430">Ge et al., YOLOX: Exceeding YOLO Series in 2021</a>
     */
    SQUARED_IOU("1 - IoU^2", "Ge et al. 2021, arXiv:2107.08430", b -> List.of()) {
        @Override
        public SDVariable overlap(BoxPairs b) {
            return b.graph().math().square(b.iou());
        }

        @Override
        public SDVariable missedOverlap(BoxPairs b) {
            return overlap(b).rsub(1);
        }

        @Override
        public BoxPolicy policy() {
            return BoxPolicy.YOLOX;
        }
    },

    /**
     * Generalised IoU loss. For boxes \( A, B \) and their hull \( C \):
     * \[ L = 1 - \mathrm{IoU} + \frac{|C| - |A \cup B|}{|C|}, \qquad 0 \le L \le 2 \]
     *
     * @see <a href="https://arxiv.org/abs/1902.09630">Rezatofighi et al., Generalized Intersection over Union, CVPR
     *     2019</a>
     */
    GIOU(
            "1 - IoU + (C - U) / C",
            "Rezatofighi et al. 2019, arXiv:1902.09630",
            b -> List.of(Penalty.of(b.emptyShare()))),

    /**
     * Distance IoU loss. With \( \rho \) the distance of the centres and \( c \) the diagonal of the hull:
     * \[ L = 1 - \mathrm{IoU} + \frac{\rho^2}{c^2}, \qquad 0 \le L \le 2 \]
     *
     * @see <a href="https://arxiv.org/abs/1911.08287">Zheng et al., Distance-IoU Loss, AAAI 2020</a>
     */
    DIOU("1 - IoU + rho^2 / c^2", "Zheng et al. 2019, arXiv:1911.08287", b -> List.of(b.centerDistance())),

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
    CIOU(
            "1 - IoU + rho^2 / c^2 + a v, v = 4/pi^2 (atan wg/hg - atan w/h)^2, a = v / (1 - IoU + v) detached",
            "Zheng et al. 2020, arXiv:2005.03572",
            b -> List.of(b.centerDistance(), Penalty.of(aspectWeight(b).mul(b.aspect())))),

    /**
     * Efficient IoU loss: centres, widths and heights each by the hull,
     * \[ L = 1 - \mathrm{IoU} + \frac{\rho^2}{c^2} + \frac{(w - w_g)^2}{c_w^2} + \frac{(h - h_g)^2}{c_h^2},
     *    \qquad 0 \le L \le 4. \] Nothing is detached.
     *
     * <p>The paper's authors published no code. mmdetection's {@code EIoULoss} is another loss (Extended IoU), and the
     * EIoU of Wise-IoU's repository has the centres' offset where sizes belong.
     *
     * @see <a href="https://arxiv.org/abs/2101.08158">Zhang et al., Focal and Efficient IOU Loss for Accurate Bounding
     *     Box Regression, Neurocomputing 2022</a>
     */
    EIOU(
            "1 - IoU + rho^2 / c^2 + (w - wg)^2 / cw^2 + (h - hg)^2 / ch^2",
            "Zhang et al. 2021, arXiv:2101.08158",
            b -> List.of(
                    b.centerDistance(),
                    relative(b, b.widthDifference(), b.hullWidth()),
                    relative(b, b.heightDifference(), b.hullHeight()))),

    /**
     * Powerful-IoU loss: edges by the target's sides,
     * \[ L = 1 - \mathrm{IoU} + 1 - e^{-P^2}, \qquad P = \frac{1}{4} \left(\frac{|x_1 - x_{1g}| + |x_2 -
     *    x_{2g}|}{w_g} + \frac{|y_1 - y_{1g}| + |y_2 - y_{2g}|}{h_g}\right), \qquad 0 \le L \le 2. \]
     * Nothing is detached, and nothing is gained by growing the box. Version 2 is {@link Piou2}.
     *
     * @see <a href="https://doi.org/10.1016/j.neunet.2023.11.041">Liu et al., Powerful-IoU, Neural Networks 2024</a>
     */
    PIOU(
            "2 - IoU - exp(-P^2), P = ((|dx1| + |dx2|) / wg + (|dy1| + |dy2|) / hg) / 4",
            "Liu et al. 2024, doi:10.1016/j.neunet.2023.11.041",
            b -> List.of(Penalty.of(b.graph()
                    .math()
                    .exp(b.graph().math().square(b.edgeDistance()).neg())
                    .rsub(1))));

    private final String formula;
    private final String reference;
    private final Function<BoxPairs, List<Penalty>> penalties;

    IouFamily(String formula, String reference, Function<BoxPairs, List<Penalty>> penalties) {
        this.formula = formula;
        this.reference = reference;
        this.penalties = penalties;
    }

    LossListing<BoxLoss> listing() {
        return LossListing.of(toString(), formula, reference, call -> this);
    }

    @Override
    public List<Penalty> penalties(BoxPairs pairs) {
        return penalties.apply(pairs);
    }

    private static Penalty relative(BoxPairs b, SDVariable difference, SDVariable side) {
        return Penalty.quotient(
                b.graph().math().square(difference),
                b.graph().math().square(side),
                b.policy().diagonal());
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
        BoxPolicy.AspectWeight policy = b.policy().aspectWeight();
        SDVariable weight = aspect.div(missed.add(aspect).add(policy.eps()));
        if (policy.gate().isEmpty()) {
            return weight;
        }
        SDVariable above =
                b.graph().nn().relu(Detached.of(b.iou()).sub(policy.gate().getAsDouble()), 0);
        return weight.mul(b.graph().math().sign(above)); // 1 above the gate, else 0
    }
}
