package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.onnx.OnnxOperator.CONV;
import static io.github.yolox4j.onnx.OnnxOperator.CONV_TRANSPOSE;
import static io.github.yolox4j.onnx.OnnxOperator.SLICE;

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
            WeightGradients weights = new WeightGradients(window, dialect, onnx);
            return gradients(in, input, weights.dense(in.get(0), gradient, layout));
        });
        rules.put("depthwise_conv2d_bp", (node, in, onnx) -> {
            TensorShape w = in.get(1).shape();
            if (!w.dim(3).is(1)) {
                throw node.unsupported("a channel multiplier of " + w.dim(3) + "; translated is 1");
            }
            Window window = new Window(node, 9);
            Value gradient = in.get(in.size() - 1);
            Value weight = in.get(1).transpose(2, 3, 0, 1);
            long channels = w.dim(2).size();
            Value input = new InputGradient(window, channels, onnx).of(in.get(0), gradient, weight, weight);
            WeightGradients weights = new WeightGradients(window, dialect, onnx);
            return gradients(in, input, weights.depthwise(in.get(0), gradient));
        });
    }

    private static List<Value> gradients(List<Value> in, Value input, Value weight) {
        List<Value> all = new ArrayList<>(List.of(input, weight));
        if (in.size() == 4) {
            all.add(in.get(3).sum(false, 0, 2, 3));
        }
        return all;
    }

    static Value reshaped(Value x, long... sizes) {
        return x.shape().equals(TensorShape.of(sizes)) ? x : x.reshape(sizes);
    }

    /** The gradient of a convolution's input. */
    private record InputGradient(Window window, long groups, GraphBuilder onnx) {

        /**
         * With stride 1 a convolution with the flipped weight, else the transposed convolution.
         *
         * @param weight [out, in / groups, kH, kW]
         * @param back the weight with inputs and outputs exchanged within a group
         */
        Value of(Value x, Value gradient, Value weight, Value back) {
            long[] full = new long[2];
            long[] more = new long[2];
            for (int axis = 0; axis < 2; axis++) {
                long reach = window.dilation(axis) * (window.kernel(axis) - 1);
                full[axis] = reach - window.padding(axis);
                long covered =
                        window.stride(axis) * (gradient.shape().dim(2 + axis).size() - 1) + reach + 1;
                more[axis] = x.shape().dim(2 + axis).size() + 2 * window.padding(axis) - covered;
            }
            Attribute group = Attribute.integer("group", groups);
            if (window.stride(0) == 1 && window.stride(1) == 1 && full[0] >= 0 && full[1] >= 0) {
                Attribute pads = Attribute.integers("pads", full[0], full[1], full[0], full[1]);
                return onnx.add(
                        CONV, List.of(gradient, flipped(back)), window.kernel(), pads, window.dilations(), group);
            }
            Attribute padding = Attribute.integers("output_padding", more);
            return onnx.add(CONV_TRANSPOSE, List.of(gradient, weight), window.settings(padding, group));
        }

        private Value flipped(Value weight) {
            if (window.kernel(0) == 1 && window.kernel(1) == 1) {
                return weight;
            }
            Value back = onnx.list(-1, -1);
            Value beforeFirst = onnx.list(Long.MIN_VALUE, Long.MIN_VALUE);
            return onnx.add(SLICE, List.of(weight, back, beforeFirst, onnx.list(2, 3), back));
        }
    }
}
