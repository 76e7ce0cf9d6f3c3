package io.github.yolox4j.export.proof;

import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/** Settings of convolutions and pooling over [batch, channels, height, width]. */
final class Windows {

    private Windows() {}

    /** A square kernel with the padding that keeps the size at stride 1. */
    static Conv2DConfig conv(int kernel, int stride, int dilation) {
        return conv(kernel, kernel, stride, dilation * (kernel - 1) / 2, dilation);
    }

    static Conv2DConfig conv(int kernelHeight, int kernelWidth, int stride, int padding, int dilation) {
        return Conv2DConfig.builder()
                .kH(kernelHeight)
                .kW(kernelWidth)
                .sH(stride)
                .sW(stride)
                .pH(padding)
                .pW(padding)
                .dH(dilation)
                .dW(dilation)
                .paddingMode(PaddingMode.VALID)
                .dataFormat(Conv2DConfig.NCHW)
                .build();
    }

    static Pooling2DConfig pool(int kernel, int stride, int padding) {
        return Pooling2DConfig.builder()
                .kH(kernel)
                .kW(kernel)
                .sH(stride)
                .sW(stride)
                .pH(padding)
                .pW(padding)
                .isNHWC(false)
                .build();
    }
}
