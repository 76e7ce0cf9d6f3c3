package io.github.yolox4j.model.graph;

import io.github.yolox4j.model.weights.ParameterKind;
import io.github.yolox4j.model.weights.ParameterSpec;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Depthwise separable convolution: one filter per channel, then a 1x1 convolution across channels, each with batch-norm
 * and SiLU. {@code DWConv} of the reference.
 */
public record DepthwiseConv(int in, int out, int kernel, int stride) implements Block {

    @Override
    public SDVariable build(Scope at, SDVariable x) {
        Scope depthwise = at.in("dconv");
        SDVariable weight = depthwise.parameter(
                new ParameterSpec(depthwise.name("conv.weight"), ParameterKind.DEPTHWISE_WEIGHT, in, 1, kernel));
        SDVariable y = Convolution.depthwise(depthwise.name("conv"), x, weight, kernel, stride);
        SDVariable filtered = Activation.SILU.of(at, new BatchNorm(in).build(depthwise.in("bn"), y));
        return new Conv(in, out, 1, 1).build(at.in("pconv"), filtered);
    }
}
