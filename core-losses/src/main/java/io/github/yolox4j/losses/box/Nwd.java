package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.Guard;
import io.github.yolox4j.losses.box.geometry.Power;
import io.github.yolox4j.losses.math.Ranges;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Normalised Wasserstein distance between boxes taken as Gaussians, made for tiny objects:
 * \[ L = 1 - \exp\!\left(-\frac{1}{K} \sqrt{\rho^2 + \tfrac{1}{4} \left((w - w_g)^2 + (h - h_g)^2\right) +
 *    \varepsilon}\right), \qquad 0 \le L \lt 1. \]
 * Needs no overlap. Nothing is detached.
 *
 * @param constant \( K \), in the unit of the boxes: the mean size of the data's objects; 12.8 pixels in AI-TOD
 * @param eps \( \varepsilon \). The author's \( 10^{-7} \) makes identical boxes cost \( 2.5 \cdot 10^{-5} \); the
 *     default is \( 10^{-12} \)
 * @see <a href="https://arxiv.org/abs/2110.13389">Wang et al., A Normalized Gaussian Wasserstein Distance for Tiny
 *     Object Detection, 2021</a>
 */
public record Nwd(double constant, double eps) implements BoxLoss {

    static final LossListing<BoxLoss> LISTING = LossListing.of(
            new Nwd(12.8, 1e-12).toString(),
            "1 - exp(-sqrt(rho^2 + ((w - wg)^2 + (h - hg)^2) / 4 + eps) / K)",
            "Wang et al. 2021, arXiv:2110.13389",
            call -> new Nwd(call.number("constant"), call.number("eps")));

    public Nwd {
        Ranges.requirePositive("constant", constant);
        Guard.checkEps("eps", eps);
    }

    @Override
    public SDVariable formula(BoxPairs b) {
        SameDiff graph = b.graph();
        SDVariable square = b.squaredDistance().add(b.squaredSizeDifference().mul(0.25));
        SDVariable distance = Power.of(square, 0.5, eps);
        return graph.math().exp(distance.mul(-1 / constant)).rsub(1);
    }

    @Override
    public String toString() {
        return LossExpression.written("nwd", "constant", constant, "eps", eps);
    }
}
