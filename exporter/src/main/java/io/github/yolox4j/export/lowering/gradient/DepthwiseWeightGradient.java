package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.export.lowering.gradient.ConvolutionGradients.reshaped;
import static io.github.yolox4j.export.onnx.OnnxOperator.CONV;
import static io.github.yolox4j.export.onnx.OnnxOperator.PAD;
import static io.github.yolox4j.export.onnx.OnnxOperator.REDUCE_SUM;
import static io.github.yolox4j.export.onnx.OnnxOperator.TRANSPOSE;

import io.github.yolox4j.export.lowering.Window;
import io.github.yolox4j.export.onnx.Attribute;
import io.github.yolox4j.export.onnx.GraphBuilder;
import io.github.yolox4j.export.onnx.TensorShape;
import io.github.yolox4j.export.onnx.Value;
import java.util.List;

/**
 * The gradient of a depthwise convolution's weight as one convolution: batch and channels together are its channels, each in a
 * group of its own, and the upstream gradient is its kernel. Stride and dilation change places. Shape [kH, kW, channels, 1].
 */
record DepthwiseWeightGradient(Window window, GraphBuilder onnx) {

    Value of(Value x, Value gradient) {
        TensorShape g = gradient.shape();
        long batch = g.dim(0).size();
        long channels = g.dim(1).size();
        long all = batch * channels;
        long height = x.shape().dim(2).size();
        long width = x.shape().dim(3).size();
        long below = shortage(0, height, g.dim(2).size());
        long right = shortage(1, width, g.dim(3).size());
        Value planes = reshaped(x, onnx, 1, all, height, width);
        if (below < 0 || right < 0) { // rows or columns that no window reaches
            planes = planes.then(PAD, onnx.list(0, 0, 0, 0, 0, 0, Math.min(below, 0), Math.min(right, 0)));
        }
        Value kernels =
                reshaped(gradient, onnx, all, 1, g.dim(2).size(), g.dim(3).size());
        Value perImage = onnx.add(
                CONV,
                List.of(planes, kernels),
                Attribute.integers("kernel_shape", g.dim(2).size(), g.dim(3).size()),
                Attribute.integers("strides", window.dilation(0), window.dilation(1)),
                Attribute.integers("dilations", window.stride(0), window.stride(1)),
                Attribute.integers(
                        "pads", window.padding(0), window.padding(1), Math.max(below, 0), Math.max(right, 0)),
                Attribute.integer("group", all));
        Value sum = reshaped(perImage, onnx, batch, channels, window.kernel(0), window.kernel(1))
                .then(REDUCE_SUM, onnx.list(0), Attribute.integer("keepdims", 1));
        return sum.then(TRANSPOSE, Attribute.integers("perm", 2, 3, 1, 0));
    }

    /** How many rows or columns are missing after the last, the padding before the first counted. */
    private long shortage(int axis, long size, long positions) {
        long reached = window.dilation(axis) * (window.kernel(axis) - 1) + window.stride(axis) * (positions - 1) + 1;
        return reached - size - window.padding(axis);
    }
}
