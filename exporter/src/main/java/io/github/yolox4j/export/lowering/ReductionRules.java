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
        rules.put("reduce_mean", one((node, in, onnx) -> overAxes(REDUCE_MEAN, node, in.get(0))));
        rules.put("reduce_max", one((node, in, onnx) -> overAxes(REDUCE_MAX, node, in.get(0))));
        rules.put("reduce_min", one((node, in, onnx) -> overAxes(REDUCE_MIN, node, in.get(0))));
        rules.put("reduce_prod", one((node, in, onnx) -> overAxes(REDUCE_PROD, node, in.get(0))));
        rules.put("reduce_norm2", one((node, in, onnx) -> overAxes(REDUCE_L2, node, in.get(0))));
        rules.put("reduce_norm1", one((node, in, onnx) -> overAxes(REDUCE_L1, node, in.get(0))));
        rules.put("reduce_sqnorm", one((node, in, onnx) -> overAxes(REDUCE_SUM_SQUARE, node, in.get(0))));
        rules.put(
                "amax",
                one((node, in, onnx) -> overAxes(REDUCE_MAX, node, in.get(0).then(ABS))));
        rules.put(
                "amin",
                one((node, in, onnx) -> overAxes(REDUCE_MIN, node, in.get(0).then(ABS))));
        rules.put(
                "amean",
                one((node, in, onnx) -> overAxes(REDUCE_MEAN, node, in.get(0).then(ABS))));
        rules.put("argmax", one((node, in, onnx) -> position(ARG_MAX, node, in.get(0))));
        rules.put("argmin", one((node, in, onnx) -> position(ARG_MIN, node, in.get(0))));
        rules.put("cumsum", one(ReductionRules::runningSum));
        rules.put("reduce_sum", one((node, in, onnx) -> {
            long[] axes = node.axes(in.get(0).shape().rank());
            return in.get(0).then(REDUCE_SUM, onnx.list(axes), keep(node.keepsAxes()));
        }));
    }

    private static Value overAxes(OnnxOperator operator, SameDiffNode node, Value x) {
        return x.then(operator, Attribute.integers("axes", node.axes(x.shape().rank())), keep(node.keepsAxes()));
    }

    private static Value position(OnnxOperator operator, SameDiffNode node, Value x) {
        if (node.integers().length != 1) {
            throw node.unsupported("translated is one axis, got " + Arrays.toString(node.integers()));
        }
        Attribute axis = Attribute.integer("axis", x.shape().axis(node.integers()[0]));
        return x.then(operator, axis, keep(node.flag(0)));
    }

    /** Whole numbers [exclusive, reverse, axis]. */
    private static Value runningSum(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        long[] arguments = node.integers();
        if (arguments.length != 3) {
            throw node.unsupported("translated is one axis, got arguments " + Arrays.toString(arguments));
        }
        Value axis = onnx.constant(Tensor.ofLongs(new long[0], in.get(0).shape().axis(arguments[2])));
        Attribute exclusive = Attribute.integer("exclusive", arguments[0]);
        return in.get(0).then(CUM_SUM, axis, exclusive, Attribute.integer("reverse", arguments[1]));
    }

    private static Attribute keep(boolean kept) {
        return Attribute.integer("keepdims", kept ? 1 : 0);
    }
}
