package io.github.yolox4j.model.graph;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;

/**
 * The plain convolutions of the network: NCHW, padding {@code (kernel - 1) / 2} on every side. Weights are
 * {@code [out, in, kH, kW]} as in the reference and in ONNX; {@link GradientGraph} sees to it that ND4J's gradient
 * takes them so. Depthwise weights are {@code [kH, kW, channels, 1]}, the only layout that is fast in ND4J 1.0.0-M2.1.
 */
final class Convolution {

    private Convolution() {}

    static SDVariable dense(String name, SDVariable x, SDVariable weight, int kernel, int stride) {
        return x.getSameDiff().cnn().conv2d(name, x, weight, config(kernel, stride, WeightsFormat.OIYX));
    }

    static SDVariable denseWithBias(String name, SDVariable x, SDVariable weight, SDVariable bias, int kernel) {
        return x.getSameDiff().cnn().conv2d(name, x, weight, bias, config(kernel, 1, WeightsFormat.OIYX));
    }

    static SDVariable depthwise(String name, SDVariable x, SDVariable weight, int kernel, int stride) {
        return x.getSameDiff().cnn().depthWiseConv2d(name, x, weight, config(kernel, stride, WeightsFormat.YXIO));
    }

    private static Conv2DConfig config(int kernel, int stride, WeightsFormat weights) {
        int padding = (kernel - 1) / 2;
        return Conv2DConfig.builder()
                .kH(kernel)
                .kW(kernel)
                .sH(stride)
                .sW(stride)
                .pH(padding)
                .pW(padding)
                .dH(1)
                .dW(1)
                .paddingMode(PaddingMode.VALID)
                .dataFormat("NCHW")
                .weightsFormat(weights)
                .build();
    }
}
