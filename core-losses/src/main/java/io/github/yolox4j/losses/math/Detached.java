package io.github.yolox4j.losses.math;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;

/** Treating a term as a constant in the gradient. */
public final class Detached {

    private Detached() {}

    /**
     * The same value through which no gradient flows: {@code stop_gradient}, an identity to anything but
     * differentiation.
     */
    public static SDVariable of(SDVariable x) {
        return new StopGradient(x.getSameDiff(), x).outputVariable();
    }
}
