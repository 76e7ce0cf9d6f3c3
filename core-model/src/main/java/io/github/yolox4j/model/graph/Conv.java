package io.github.yolox4j.model.graph;

import io.github.yolox4j.model.weights.ParameterKind;
import io.github.yolox4j.model.weights.ParameterSpec;
import org.nd4j.autodiff.samediff.SDVariable;

/** Convolution without bias, batch-norm, activation: {@code BaseConv} of the reference. */
public record Conv(int in, int out, int kernel, int stride, Activation activation) implements Block {

    /** With SiLU. */
    public Conv(int in, int out, int kernel, int stride) {
        this(in, out, kernel, stride, Activation.SILU);
    }

    /** A depthwise separable block, or a dense one. */
    public static Block of(boolean depthwise, int in, int out, int kernel, int stride) {
        return depthwise ? new DepthwiseConv(in, out, kernel, stride) : new Conv(in, out, kernel, stride);
    }

    @Override
    public SDVariable build(Scope at, SDVariable x) {
        SDVariable weight = at.parameter(
                new ParameterSpec(at.name("conv.weight"), ParameterKind.CONVOLUTION_WEIGHT, out, in, kernel));
        SDVariable y = Convolution.dense(at.name("conv"), x, weight, kernel, stride);
        return activation.of(at, new BatchNorm(out).build(at.in("bn"), y));
    }
}
