package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.onnx.OnnxOperator.CONV;

import io.github.yolox4j.export.lowering.Window;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.List;

/**
 * What every position of a moving window sees: \( P_{n,(c,a,b),p} \) is the pixel of channel \(c\) under entry
 * \((a, b)\) of the window at output position \(p\), 0 in the padding. Shape [batch, channels x kH x kW, positions].
 *
 * <p>A depthwise convolution with kH x kW kernels for each channel, each of which is 1 in one place, computes this on
 * all threads and for any stride and dilation; ONNX Runtime's {@code Pad} and {@code Slice} use one.
 */
record Patches(Window window, GraphBuilder onnx) {

    Value of(Value x, long positions) {
        TensorShape shape = x.shape();
        long batch = shape.dim(0).size();
        int channels = Math.toIntExact(shape.dim(1).size());
        long entries = window.kernel(0) * window.kernel(1);
        Value seen = isWhole()
                ? x
                : onnx.add(
                        CONV,
                        List.of(x, onnx.constant(pickers(channels))),
                        window.kernel(),
                        window.strides(),
                        window.pads(),
                        window.dilations(),
                        Attribute.integer("group", channels));
        return ConvolutionGradients.reshaped(seen, onnx, batch, channels * entries, positions);
    }

    private boolean isWhole() {
        boolean whole = true;
        for (int axis = 0; axis < 2; axis++) {
            whole &= window.kernel(axis) == 1 && window.stride(axis) == 1 && window.padding(axis) == 0;
        }
        return whole;
    }

    /** Kernels [channels x kH x kW, 1, kH, kW]; the one for an entry is 1 there and 0 elsewhere. */
    private Tensor pickers(int channels) {
        int entries = Math.toIntExact(window.kernel(0) * window.kernel(1));
        float[] values = new float[channels * entries * entries];
        for (int i = 0; i < channels * entries; i++) {
            values[i * entries + i % entries] = 1;
        }
        long[] shape = {(long) channels * entries, 1, window.kernel(0), window.kernel(1)};
        return Tensor.ofFloats(shape, values);
    }
}
