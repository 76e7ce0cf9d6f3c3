package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.export.lowering.gradient.ConvolutionGradients.padded;
import static io.github.yolox4j.export.lowering.gradient.ConvolutionGradients.reshaped;
import static io.github.yolox4j.export.onnx.OnnxOperator.CONCAT;
import static io.github.yolox4j.export.onnx.OnnxOperator.REDUCE_SUM;
import static io.github.yolox4j.export.onnx.OnnxOperator.SLICE;
import static io.github.yolox4j.export.onnx.OnnxOperator.TRANSPOSE;

import io.github.yolox4j.export.lowering.WeightLayout;
import io.github.yolox4j.export.lowering.Window;
import io.github.yolox4j.export.onnx.Attribute;
import io.github.yolox4j.export.onnx.GraphBuilder;
import io.github.yolox4j.export.onnx.TensorShape;
import io.github.yolox4j.export.onnx.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of a dense convolution's weight, one matrix product for each position \((a, b)\) in the window:
 * \[ \partial W_{ab} = \sum_n X_n^{(ab)}\, G_n^\top \]
 * where \(X^{(ab)}\) [batch, in, positions] is what the window's position sees of x, and \(G\) [batch, out, positions] the
 * upstream gradient, or the same transposed, as the layout wants it.
 *
 * @param layout of the weight, and so of its gradient
 */
record WeightGradient(Window window, WeightLayout layout, Dialect dialect, GraphBuilder onnx) {

    Value of(Value x, Value gradient) {
        TensorShape g = gradient.shape();
        long batch = g.dim(0).size();
        long out = g.dim(1).size();
        long in = x.shape().dim(1).size();
        long positions = g.dim(2).size() * g.dim(3).size();
        Value upstream = reshaped(gradient, onnx, batch, out, positions);
        Value wide = padded(window, x, onnx);
        List<Value> taps = new ArrayList<>();
        for (long a = 0; a < window.kernel(0); a++) {
            for (long b = 0; b < window.kernel(1); b++) {
                Value seen = reshaped(seen(wide, a, b, g), onnx, batch, in, positions);
                Value product =
                        switch (layout) {
                            case YXIO -> dialect.productWithTransposed(seen, upstream);
                            case OIYX -> dialect.productWithTransposed(upstream, seen);
                        };
                taps.add(product.then(REDUCE_SUM, onnx.list(0), Attribute.integer("keepdims", 1)));
            }
        }
        Value all = taps.size() == 1 ? taps.get(0) : onnx.add(CONCAT, taps, Attribute.integer("axis", 0));
        return switch (layout) {
            case YXIO -> reshaped(all, onnx, window.kernel(0), window.kernel(1), in, out);
            case OIYX -> reshaped(tapsLast(all), onnx, out, in, window.kernel(0), window.kernel(1));
        };
    }

    /** From [taps, out, in] to [out, in, taps]. */
    private static Value tapsLast(Value all) {
        return all.shape().dim(0).is(1) ? all : all.then(TRANSPOSE, Attribute.integers("perm", 1, 2, 0));
    }

    /** The pixels that meet position (a, b) of the window, one for each output pixel. */
    private Value seen(Value wide, long a, long b, TensorShape g) {
        long top = a * window.dilation(0);
        long left = b * window.dilation(1);
        long bottom = top + (g.dim(2).size() - 1) * window.stride(0) + 1;
        long right = left + (g.dim(3).size() - 1) * window.stride(1) + 1;
        boolean whole = top == 0
                && left == 0
                && wide.shape().dim(2).is(bottom)
                && wide.shape().dim(3).is(right)
                && window.stride(0) == 1
                && window.stride(1) == 1;
        return whole
                ? wide
                : onnx.add(
                        SLICE,
                        List.of(
                                wide,
                                onnx.list(top, left),
                                onnx.list(bottom, right),
                                onnx.list(2, 3),
                                onnx.list(window.stride(0), window.stride(1))));
    }
}
