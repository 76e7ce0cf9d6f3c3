package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.export.lowering.LoweringRule.one;
import static io.github.yolox4j.onnx.OnnxOperator.GREATER;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.SIGMOID;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;
import static io.github.yolox4j.onnx.OnnxOperator.WHERE;

import io.github.yolox4j.export.lowering.LoweringRule;
import io.github.yolox4j.onnx.Value;
import java.util.List;
import java.util.Map;

/** Gradients of activation functions: operand \(x\) and upstream gradient \(g\) in. */
final class ActivationGradients {

    private ActivationGradients() {}

    static void register(Map<String, LoweringRule> rules) {
        rules.put("sigmoid_bp", one((node, in, onnx) -> {
            Value s = in.get(0).then(SIGMOID);
            return in.get(1).then(MUL, s).then(MUL, onnx.scalar(1).then(SUB, s)); // g s (1 - s)
        }));
        rules.put("thresholdedrelu_bp", one((node, in, onnx) -> { // g above the cutoff, 0 at it and below
            Value above = in.get(0).then(GREATER, onnx.scalar(node.numbers()[0]));
            return onnx.add(WHERE, List.of(above, in.get(1), onnx.scalar(0)));
        }));
    }
}
