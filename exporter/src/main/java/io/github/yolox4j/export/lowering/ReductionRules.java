package io.github.yolox4j.export.lowering;

import static io.github.yolox4j.export.lowering.LoweringRule.one;
import static io.github.yolox4j.onnx.OnnxOperator.ABS;
import static io.github.yolox4j.onnx.OnnxOperator.ARG_MAX;
import static io.github.yolox4j.onnx.OnnxOperator.ARG_MIN;
import static io.github.yolox4j.onnx.OnnxOperator.CUM_SUM;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_L1;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_L2;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_MAX;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_MEAN;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_MIN;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_PROD;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_SUM;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_SUM_SQUARE;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reductions over axes. In opset 17 only ReduceSum takes its axes as an input. */
final class ReductionRules {

    private ReductionRules() {}

    static void register(Map<String, LoweringRule> rules) {
        rules.put("reduce_mean", overAxes(REDUCE_MEAN));
        rules.put("reduce_max", overAxes(REDUCE_MAX));
        rules.put("reduce_min", overAxes(REDUCE_MIN));
        rules.put("reduce_prod", overAxes(REDUCE_PROD));
        rules.put("reduce_norm2", overAxes(REDUCE_L2));
        rules.put("reduce_norm1", overAxes(REDUCE_L1));
        rules.put("reduce_sqnorm", overAxes(REDUCE_SUM_SQUARE));
        rules.put("amax", ofMagnitudes(REDUCE_MAX));
        rules.put("amin", ofMagnitudes(REDUCE_MIN));
        rules.put("amean", ofMagnitudes(REDUCE_MEAN));
        rules.put("argmax", one((node, in, onnx) -> position(ARG_MAX, node, in.get(0))));
        rules.put("argmin", one((node, in, onnx) -> position(ARG_MIN, node, in.get(0))));
        rules.put("cumsum", one(ReductionRules::runningSum));
        rules.put("reduce_sum", one((node, in, onnx) -> {
            long[] axes = node.axes(in.get(0).shape().rank());
            return in.get(0).then(REDUCE_SUM, onnx.list(axes), keep(node));
        }));
    }

    private static LoweringRule overAxes(OnnxOperator operator) {
        return one((node, in, onnx) -> {
            long[] axes = node.axes(in.get(0).shape().rank());
            return in.get(0).then(operator, Attribute.integers("axes", axes), keep(node));
        });
    }

    private static LoweringRule ofMagnitudes(OnnxOperator operator) {
        return one((node, in, onnx) -> {
            long[] axes = node.axes(in.get(0).shape().rank());
            return in.get(0).then(ABS).then(operator, Attribute.integers("axes", axes), keep(node));
        });
    }

    private static Value position(OnnxOperator operator, SameDiffNode node, Value x) {
        if (node.integers().length != 1) {
            throw node.unsupported("translated is one axis, got " + Arrays.toString(node.integers()));
        }
        boolean kept = node.flags().length > 0 && node.flags()[0];
        return x.then(
                operator,
                Attribute.integer("axis", x.shape().axis(node.integers()[0])),
                Attribute.integer("keepdims", kept ? 1 : 0));
    }

    /** Whole numbers [exclusive, reverse, axis]. */
    private static Value runningSum(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        long[] arguments = node.integers();
        if (arguments.length != 3) {
            throw node.unsupported("translated is one axis, got arguments " + Arrays.toString(arguments));
        }
        Value axis = onnx.constant(Tensor.ofLongs(new long[0], in.get(0).shape().axis(arguments[2])));
        return in.get(0)
                .then(
                        CUM_SUM,
                        axis,
                        Attribute.integer("exclusive", arguments[0]),
                        Attribute.integer("reverse", arguments[1]));
    }

    private static Attribute keep(SameDiffNode node) {
        return Attribute.integer("keepdims", node.keepsAxes() ? 1 : 0);
    }
}
