package io.github.yolox4j.losses.box.geometry;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Powers of what is not negative. */
public final class Power {

    /** Far below what a power of a share can show, yet a normal {@code float}. */
    public static final double TINY = 1e-30;

    private Power() {}

    /** \( (\max(x, 0) + \varepsilon)^a \), finite with its gradient at 0; below 0, by rounding, it has none. */
    public static SDVariable of(SDVariable x, double exponent, double eps) {
        SameDiff graph = x.getSameDiff();
        SDVariable raised = graph.nn().relu(x, 0).add(eps);
        return graph.math().exp(graph.math().log(raised).mul(exponent));
    }
}
