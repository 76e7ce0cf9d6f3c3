package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_SUM;
import static io.github.yolox4j.onnx.OnnxOperator.RESHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.TRANSPOSE;

import io.github.yolox4j.export.lowering.LoweringRule;
import io.github.yolox4j.export.lowering.WeightLayout;
import io.github.yolox4j.export.lowering.Window;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gradients of convolution: operands x, w, maybe a bias, and the upstream gradient in; the gradients of the operands
 * out. Images are [batch, channels, height, width], weights of either {@link WeightLayout} or, depthwise, [kH, kW,
 * channels, 1].
 */
final class ConvolutionGradients {

    private ConvolutionGradients() {}

    static void register(Map<String, LoweringRule> rules, Dialect dialect) {
        rules.put("conv2d_bp", (node, in, onnx) -> {
            Window window = new Window(node, 9);
            Value gradient = in.get(in.size() - 1);
            WeightLayout layout = WeightLayout.of(node);
            Value weight = layout.toOnnx(in.get(1));
            Value back = layout.exchanged(in.get(1));
            Value input = new InputGradient(window, 1, onnx).of(in.get(0), gradient, weight, back);
            return gradients(
                    in, input, new WeightGradient(window, layout, dialect, onnx).of(in.get(0), gradient), onnx);
        });
        rules.put("depthwise_conv2d_bp", (node, in, onnx) -> {
            TensorShape w = in.get(1).shape();
            if (!w.dim(3).is(1)) {
                throw node.unsupported("a channel multiplier of " + w.dim(3) + "; translated is 1");
            }
            Window window = new Window(node, 9);
            Value gradient = in.get(in.size() - 1);
            Value weight = in.get(1).then(TRANSPOSE, Attribute.integers("perm", 2, 3, 0, 1));
            long channels = w.dim(2).size();
            Value input = new InputGradient(window, channels, onnx).of(in.get(0), gradient, weight, weight);
            return gradients(
                    in, input, new DepthwiseWeightGradient(window, dialect, onnx).of(in.get(0), gradient), onnx);
        });
    }

    private static List<Value> gradients(List<Value> in, Value input, Value weight, GraphBuilder onnx) {
        List<Value> all = new ArrayList<>(List.of(input, weight));
        if (in.size() == 4) {
            all.add(in.get(3).then(REDUCE_SUM, onnx.list(0, 2, 3), Attribute.integer("keepdims", 0)));
        }
        return all;
    }

    static Value reshaped(Value x, GraphBuilder onnx, long... sizes) {
        return x.shape().equals(TensorShape.of(sizes)) ? x : x.then(RESHAPE, onnx.list(sizes));
    }
}
