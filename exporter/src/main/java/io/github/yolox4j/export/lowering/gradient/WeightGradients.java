package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.export.lowering.gradient.ConvolutionGradients.reshaped;
import static io.github.yolox4j.onnx.OnnxOperator.CONV;

import io.github.yolox4j.export.lowering.WeightLayout;
import io.github.yolox4j.export.lowering.Window;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.List;

/** The gradient of a convolution's weight, from its input x and the upstream gradient. */
record WeightGradients(Window window, Dialect dialect, GraphBuilder onnx) {

    /**
     * If a layer has fewer positions than this times its output channels, one product over all images is faster: it
     * writes one result instead of one per image, which saves more than the transposes cost.
     */
    private static final long POSITIONS_PER_CHANNEL = 2;

    /**
     * Of a dense convolution, as a matrix product for each image, \( \partial W = \sum_n P_n\, G_n^\top \), where \(P\)
     * are the patches of x and \(G\) [batch, out, positions] is the upstream gradient; or as one product over the
     * positions of all images.
     *
     * @param layout of the weight, and so of its gradient
     */
    Value dense(Value x, Value gradient, WeightLayout layout) {
        TensorShape g = gradient.shape();
        long out = g.dim(1).size();
        long in = x.shape().dim(1).size();
        long positions = g.dim(2).size() * g.dim(3).size();
        Value upstream = reshaped(gradient, g.dim(0).size(), out, positions);
        if (positions < POSITIONS_PER_CHANNEL * out) {
            Value byChannel =
                    dialect.productWithTransposed(overAllImages(upstream), overAllImages(patches(x, positions)));
            Value weight = reshaped(byChannel, out, in, window.kernel(0), window.kernel(1));
            return layout == WeightLayout.OIYX ? weight : weight.transpose(2, 3, 1, 0);
        }
        Value product =
                dialect.productWithTransposed(patches(x, positions), upstream).sum(false, 0);
        Value byEntry = reshaped(product, in, window.kernel(0), window.kernel(1), out);
        return switch (layout) {
            case YXIO -> byEntry.transpose(1, 2, 0, 3);
            case OIYX -> byEntry.transpose(3, 0, 1, 2);
        };
    }

    /**
     * Of a depthwise convolution: for each image and channel the upstream gradient, a row, times the channel's
     * transposed patches. Shape [kH, kW, channels, 1].
     */
    Value depthwise(Value x, Value gradient) {
        TensorShape g = gradient.shape();
        long batch = g.dim(0).size();
        long channels = g.dim(1).size();
        long positions = g.dim(2).size() * g.dim(3).size();
        long entries = window.kernel(0) * window.kernel(1);
        Value upstream = reshaped(gradient, batch, channels, 1, positions);
        Value patches = reshaped(patches(x, positions), batch, channels, entries, positions);
        Value sum = dialect.productWithTransposed(upstream, patches).sum(false, 0);
        return reshaped(sum, channels, 1, window.kernel(0), window.kernel(1)).transpose(2, 3, 0, 1);
    }

    /**
     * What every position of a moving window sees: \( P_{n,(c,a,b),p} \) is the pixel of channel \(c\) under entry
     * \((a, b)\) of the window at output position \(p\), 0 in the padding. Shape [batch, channels x kH x kW,
     * positions].
     *
     * <p>A depthwise convolution with kH x kW kernels for each channel, each of which is 1 in one place, computes this
     * on all threads and for any stride and dilation; ONNX Runtime's {@code Pad} and {@code Slice} use one.
     */
    private Value patches(Value x, long positions) {
        TensorShape shape = x.shape();
        int channels = Math.toIntExact(shape.dim(1).size());
        Attribute group = Attribute.integer("group", channels);
        Value seen =
                isWhole() ? x : onnx.add(CONV, List.of(x, onnx.constant(pickers(channels))), window.settings(group));
        long entries = window.kernel(0) * window.kernel(1);
        return reshaped(seen, shape.dim(0).size(), channels * entries, positions);
    }

    /** Of [batch, rows, positions] the rows over all images, [rows, batch x positions]. */
    private static Value overAllImages(Value x) {
        TensorShape shape = x.shape();
        long rows = shape.dim(1).size();
        return x.transpose(1, 0, 2)
                .reshape(rows, shape.dim(0).size() * shape.dim(2).size());
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
        return Tensor.ofFloats(new long[] {(long) channels * entries, 1, window.kernel(0), window.kernel(1)}, values);
    }
}
