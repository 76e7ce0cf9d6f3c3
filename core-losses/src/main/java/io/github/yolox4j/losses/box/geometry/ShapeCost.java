package io.github.yolox4j.losses.box.geometry;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The shape cost of SIoU, \[ \Omega = \left(1 - e^{-\omega_w}\right)^\theta + \left(1 - e^{-\omega_h}\right)^\theta,
 * \qquad \omega_w = \frac{|w - w_g|}{\max(w, w_g)}, \] and likewise in height.
 */
public final class ShapeCost {

    /** Keeps the powers' gradients finite at equal sizes. */
    private static final double SHARE_EPS = 1e-12;

    private ShapeCost() {}

    public static SDVariable of(BoxPairs b, double theta) {
        return term(b.widthChange(), theta).add(term(b.heightChange(), theta));
    }

    /** With a weight on each \( \omega \). */
    public static SDVariable of(BoxPairs b, double theta, SDVariable widthWeight, SDVariable heightWeight) {
        return term(b.widthChange().mul(widthWeight), theta)
                .add(term(b.heightChange().mul(heightWeight), theta));
    }

    private static SDVariable term(SDVariable change, double theta) {
        SDVariable share = change.getSameDiff().math().exp(change.neg()).rsub(1);
        return Power.of(share, theta, SHARE_EPS);
    }
}
