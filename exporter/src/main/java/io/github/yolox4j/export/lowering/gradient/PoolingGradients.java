package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.export.lowering.LoweringRule.one;
import static io.github.yolox4j.export.onnx.OnnxOperator.CONSTANT_OF_SHAPE;
import static io.github.yolox4j.export.onnx.OnnxOperator.MAX_POOL;
import static io.github.yolox4j.export.onnx.OnnxOperator.REDUCE_SUM;
import static io.github.yolox4j.export.onnx.OnnxOperator.RESHAPE;
import static io.github.yolox4j.export.onnx.OnnxOperator.SCATTER_ELEMENTS;

import io.github.yolox4j.export.lowering.LoweringRule;
import io.github.yolox4j.export.lowering.SameDiffNode;
import io.github.yolox4j.export.lowering.Window;
import io.github.yolox4j.export.onnx.Attribute;
import io.github.yolox4j.export.onnx.GraphBuilder;
import io.github.yolox4j.export.onnx.TensorShape;
import io.github.yolox4j.export.onnx.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Gradients of pooling and upsampling: operand [batch, channels, height, width] and upstream gradient in. */
final class PoolingGradients {

    private PoolingGradients() {}

    static void register(Map<String, LoweringRule> rules) {
        rules.put(
                "maxpool2d", one((node, in, onnx) -> pool(node, in.get(0), onnx).get(0)));
        rules.put("maxpool2d_bp", one(PoolingGradients::maxPooling));
        rules.put("upsampling2d_bp", one(PoolingGradients::upsampling));
    }

    /** The maxima and where they were: both, always, so that forward and backward pass can share the node. */
    private static List<Value> pool(SameDiffNode node, Value x, GraphBuilder onnx) {
        Window window = new Window(node, 10);
        return onnx.add(MAX_POOL, List.of(x), 2, window.kernel(), window.strides(), window.pads(), window.dilations());
    }

    /** Each maximum's gradient is added where the maximum was. */
    private static Value maxPooling(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        Value x = in.get(0);
        Value where = pool(node, x, onnx).get(1).then(RESHAPE, onnx.list(-1));
        Value gradient = in.get(1).then(RESHAPE, onnx.list(-1));
        long[] sizes = x.shape().sizes();
        long volume = LongStream.of(sizes).reduce(1, Math::multiplyExact);
        Value zeros = onnx.list(volume).then(CONSTANT_OF_SHAPE);
        return onnx.add(
                        SCATTER_ELEMENTS,
                        List.of(zeros, where, gradient),
                        Attribute.integer("axis", 0),
                        Attribute.text("reduction", "add"))
                .then(RESHAPE, onnx.list(sizes));
    }

    /** Sums over the copies of each pixel. */
    private static Value upsampling(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        long[] factors = node.integers();
        if (factors.length != 3 || factors[2] != 1) {
            throw node.unsupported("translated are two factors and layout NCHW, got " + Arrays.toString(factors));
        }
        TensorShape x = in.get(0).shape();
        Value copies = in.get(1)
                .then(
                        RESHAPE,
                        onnx.list(
                                x.dim(0).size(),
                                x.dim(1).size(),
                                x.dim(2).size(),
                                factors[0],
                                x.dim(3).size(),
                                factors[1]));
        return copies.then(REDUCE_SUM, onnx.list(3, 5), Attribute.integer("keepdims", 0));
    }
}
