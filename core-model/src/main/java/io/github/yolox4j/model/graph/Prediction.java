package io.github.yolox4j.model.graph;

import io.github.yolox4j.model.weights.ParameterKind;
import io.github.yolox4j.model.weights.ParameterSpec;
import org.nd4j.autodiff.samediff.SDVariable;

/** A 1x1 convolution with bias and no activation: the last layer of a branch of the head. */
public record Prediction(int in, int out) implements Block {

    @Override
    public SDVariable build(Scope at, SDVariable x) {
        SDVariable weight =
                at.parameter(new ParameterSpec(at.name("weight"), ParameterKind.CONVOLUTION_WEIGHT, out, in, 1));
        SDVariable bias = at.parameter(new ParameterSpec(at.name("bias"), ParameterKind.CONVOLUTION_BIAS, out, in, 1));
        return Convolution.denseWithBias(at.path(), x, weight, bias, 1);
    }
}
