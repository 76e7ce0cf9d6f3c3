package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.export.lowering.LoweringRule.one;
import static io.github.yolox4j.onnx.OnnxOperator.CONSTANT_OF_SHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.GATHER;
import static io.github.yolox4j.onnx.OnnxOperator.MAX_POOL;
import static io.github.yolox4j.onnx.OnnxOperator.SCATTER_ELEMENTS;

import io.github.yolox4j.export.lowering.LoweringRule;
import io.github.yolox4j.export.lowering.SameDiffNode;
import io.github.yolox4j.export.lowering.Window;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Gradients of pooling and upsampling: operand [batch, channels, height, width] and upstream gradient in. */
final class PoolingGradients {

    private PoolingGradients() {}

    static void register(Map<String, LoweringRule> rules) {
        rules.put("maxpool2d", one((node, in, onnx) -> Maxima.of(node, in.get(0), onnx)
                .values()));
        rules.put("maxpool2d_bp", one(PoolingGradients::maxPooling));
        rules.put("upsampling2d_bp", one(PoolingGradients::upsampling));
    }

    /** Maxima of the windows, and where in x, laid out flat, each was first found, row by row. */
    private record Maxima(Value values, Value places) {

        /**
         * The maxima in each row first, then those of the columns of these: kH + kW comparisons for kH x kW, and the
         * same place where values are equal. Both values are made, always, so that forward and backward pass can share
         * the nodes.
         */
        static Maxima of(SameDiffNode node, Value x, GraphBuilder onnx) {
            Window window = new Window(node, 10);
            Maxima inRows = along(1, window, x, onnx);
            Maxima inColumns = along(0, window, inRows.values, onnx);
            Value places = inRows.places.reshape(-1).then(GATHER, inColumns.places, Attribute.integer("axis", 0));
            return new Maxima(inColumns.values, places);
        }

        private static Maxima along(int axis, Window window, Value x, GraphBuilder onnx) {
            List<Value> both = onnx.add(
                    MAX_POOL,
                    List.of(x),
                    2,
                    onAxis("kernel_shape", axis, window.kernel(axis)),
                    onAxis("strides", axis, window.stride(axis)),
                    axis == 0
                            ? Attribute.integers("pads", window.padding(0), 0, window.padding(0), 0)
                            : Attribute.integers("pads", 0, window.padding(1), 0, window.padding(1)),
                    onAxis("dilations", axis, window.dilation(axis)));
            return new Maxima(both.get(0), both.get(1));
        }

        private static Attribute onAxis(String name, int axis, long size) {
            return axis == 0 ? Attribute.integers(name, size, 1) : Attribute.integers(name, 1, size);
        }
    }

    /** Each maximum's gradient is added where the maximum was. */
    private static Value maxPooling(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        Value x = in.get(0);
        Value where = Maxima.of(node, x, onnx).places().reshape(-1);
        Value gradient = in.get(1).reshape(-1);
        long[] sizes = x.shape().sizes();
        Value zeros = onnx.list(x.shape().volume()).then(CONSTANT_OF_SHAPE);
        return onnx.add(
                        SCATTER_ELEMENTS,
                        List.of(zeros, where, gradient),
                        Attribute.integer("axis", 0),
                        Attribute.text("reduction", "add"))
                .reshape(sizes);
    }

    /** Sums over the copies of each pixel. */
    private static Value upsampling(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        long[] factors = node.integers();
        if (factors.length != 3 || factors[2] != 1) {
            throw node.unsupported("translated are two factors and layout NCHW, got " + Arrays.toString(factors));
        }
        long[] x = in.get(0).shape().sizes();
        Value copies = in.get(1).reshape(x[0], x[1], x[2], factors[0], x[3], factors[1]);
        return copies.sum(false, 3, 5);
    }
}
