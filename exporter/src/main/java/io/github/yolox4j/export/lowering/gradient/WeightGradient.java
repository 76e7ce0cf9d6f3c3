package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.export.lowering.gradient.ConvolutionGradients.reshaped;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_SUM;
import static io.github.yolox4j.onnx.OnnxOperator.TRANSPOSE;

import io.github.yolox4j.export.lowering.WeightLayout;
import io.github.yolox4j.export.lowering.Window;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.TensorShape;

/**
 * The gradient of a dense convolution's weight as a matrix product for each image,
 * \( \partial W = \sum_n P_n\, G_n^\top \), where \(P\) [batch, in x kH x kW, positions] are the {@link Patches} of x
 * and \(G\) [batch, out, positions] is the upstream gradient.
 *
 * @param layout of the weight, and so of its gradient
 */
record WeightGradient(Window window, WeightLayout layout, Dialect dialect, GraphBuilder onnx) {

    Value of(Value x, Value gradient) {
        TensorShape g = gradient.shape();
        long out = g.dim(1).size();
        long in = x.shape().dim(1).size();
        long positions = g.dim(2).size() * g.dim(3).size();
        Value upstream = reshaped(gradient, onnx, g.dim(0).size(), out, positions);
        Value product = dialect.productWithTransposed(new Patches(window, onnx).of(x, positions), upstream)
                .then(REDUCE_SUM, onnx.list(0), Attribute.integer("keepdims", 0));
        Value byEntry = reshaped(product, onnx, in, window.kernel(0), window.kernel(1), out);
        return switch (layout) {
            case YXIO -> byEntry.then(TRANSPOSE, Attribute.integers("perm", 1, 2, 0, 3));
            case OIYX -> byEntry.then(TRANSPOSE, Attribute.integers("perm", 3, 0, 1, 2));
        };
    }
}
