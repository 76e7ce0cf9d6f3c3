package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.export.lowering.gradient.ConvolutionGradients.reshaped;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_SUM;
import static io.github.yolox4j.onnx.OnnxOperator.TRANSPOSE;

import io.github.yolox4j.export.lowering.Window;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.TensorShape;

/**
 * The gradient of a depthwise convolution's weight: for each image and channel the upstream gradient, a row, times the
 * channel's transposed {@link Patches}. Shape [kH, kW, channels, 1].
 */
record DepthwiseWeightGradient(Window window, Dialect dialect, GraphBuilder onnx) {

    Value of(Value x, Value gradient) {
        TensorShape g = gradient.shape();
        long batch = g.dim(0).size();
        long channels = g.dim(1).size();
        long positions = g.dim(2).size() * g.dim(3).size();
        long entries = window.kernel(0) * window.kernel(1);
        Value upstream = reshaped(gradient, onnx, batch, channels, 1, positions);
        Value patches = reshaped(new Patches(window, onnx).of(x, positions), onnx, batch, channels, entries, positions);
        Value sum = dialect.productWithTransposed(upstream, patches)
                .then(REDUCE_SUM, onnx.list(0), Attribute.integer("keepdims", 0));
        return reshaped(sum, onnx, channels, 1, window.kernel(0), window.kernel(1))
                .then(TRANSPOSE, Attribute.integers("perm", 2, 3, 0, 1));
    }
}
