package io.github.yolox4j.export.lowering;

import static io.github.yolox4j.export.lowering.LoweringRule.one;
import static io.github.yolox4j.export.onnx.OnnxOperator.REDUCE_L2;
import static io.github.yolox4j.export.onnx.OnnxOperator.REDUCE_MAX;
import static io.github.yolox4j.export.onnx.OnnxOperator.REDUCE_MEAN;
import static io.github.yolox4j.export.onnx.OnnxOperator.REDUCE_MIN;
import static io.github.yolox4j.export.onnx.OnnxOperator.REDUCE_PROD;
import static io.github.yolox4j.export.onnx.OnnxOperator.REDUCE_SUM;

import io.github.yolox4j.export.onnx.Attribute;
import io.github.yolox4j.export.onnx.OnnxOperator;
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

    private static Attribute keep(SameDiffNode node) {
        return Attribute.integer("keepdims", node.keepsAxes() ? 1 : 0);
    }
}
