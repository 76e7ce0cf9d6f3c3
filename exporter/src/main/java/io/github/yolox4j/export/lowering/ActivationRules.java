package io.github.yolox4j.export.lowering;

import static io.github.yolox4j.export.lowering.LoweringRule.one;
import static io.github.yolox4j.export.lowering.LoweringRule.unary;
import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.CLIP;
import static io.github.yolox4j.onnx.OnnxOperator.ELU;
import static io.github.yolox4j.onnx.OnnxOperator.HARD_SIGMOID;
import static io.github.yolox4j.onnx.OnnxOperator.LEAKY_RELU;
import static io.github.yolox4j.onnx.OnnxOperator.LOG_SOFTMAX;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.NEG;
import static io.github.yolox4j.onnx.OnnxOperator.RELU;
import static io.github.yolox4j.onnx.OnnxOperator.SIGMOID;
import static io.github.yolox4j.onnx.OnnxOperator.SOFTMAX;
import static io.github.yolox4j.onnx.OnnxOperator.SOFTPLUS;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;
import static io.github.yolox4j.onnx.OnnxOperator.TANH;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Value;
import java.util.List;
import java.util.Map;

/** Activation functions; those that are one operator of the same name are among the {@link ArithmeticRules}. */
final class ActivationRules {

    /** SameDiff's {@code gelu} is \( x\,\sigma(1.702\,x) \). */
    private static final double GELU = 1.702;

    private ActivationRules() {}

    static void register(Map<String, LoweringRule> rules) {
        smooth(rules);
        bent(rules);
        rules.put("softmax", alongAxis(SOFTMAX));
        rules.put("log_softmax", alongAxis(LOG_SOFTMAX));
    }

    private static void smooth(Map<String, LoweringRule> rules) {
        rules.put("swish", unary(x -> x.then(MUL, x.then(SIGMOID))));
        rules.put("mish", unary(x -> x.then(MUL, x.then(SOFTPLUS).then(TANH))));
        rules.put("logsigmoid", unary(x -> x.then(NEG).then(SOFTPLUS).then(NEG)));
        rules.put("gelu", unary(x -> x.then(MUL, x.then(MUL, GELU).then(SIGMOID))));
        rules.put("precise_gelu", unary(ActivationRules::preciseGelu));
    }

    /** Those with a corner, and those with a setting. */
    private static void bent(Map<String, LoweringRule> rules) {
        rules.put("rectified_tanh", unary(x -> x.then(TANH).then(RELU)));
        rules.put("crelu", one((node, in, onnx) -> {
            Value x = in.get(0);
            return onnx.concat(x.shape().rank() - 1, x, x.then(NEG)).then(RELU);
        }));
        rules.put("prelu", one((node, in, onnx) -> in.get(0)
                .then(RELU)
                .then(SUB, in.get(0).then(NEG).then(RELU).then(MUL, in.get(1)))));
        rules.put("relu", one((node, in, onnx) -> {
            requireZeroCutoff(node);
            return in.get(0).then(RELU);
        }));
        rules.put("relu6", one((node, in, onnx) -> {
            requireZeroCutoff(node);
            return onnx.add(CLIP, List.of(in.get(0), onnx.scalar(0), onnx.scalar(6)));
        }));
        rules.put("leakyrelu", one((node, in, onnx) -> in.get(0)
                .then(LEAKY_RELU, Attribute.number("alpha", node.scalar()))));
        rules.put("elu", one((node, in, onnx) -> {
            double alpha = node.numbers().length == 0 ? 1 : node.numbers()[0];
            return in.get(0).then(ELU, Attribute.number("alpha", alpha));
        }));
        rules.put(
                "hard_sigmoid",
                unary(x -> x.then(HARD_SIGMOID, Attribute.number("alpha", 0.2), Attribute.number("beta", 0.5))));
        rules.put(
                "hardtanh",
                one((node, in, onnx) -> onnx.add(CLIP, List.of(in.get(0), onnx.scalar(-1), onnx.scalar(1)))));
    }

    /**
     * \( x/2\,(1 + \tanh(\sqrt{2/\pi}\,(x + (0.044715\,x)^3))) \): SameDiff takes the factor into the cube, unlike the
     * paper, and an export computes what SameDiff computes.
     */
    private static Value preciseGelu(Value x) {
        Value small = x.then(MUL, 0.044715);
        Value cube = small.then(MUL, small).then(MUL, small);
        Value inner = x.then(ADD, cube).then(MUL, Math.sqrt(2 / Math.PI));
        return x.then(MUL, 0.5).then(MUL, inner.then(TANH).then(ADD, 1));
    }

    private static LoweringRule alongAxis(OnnxOperator operator) {
        return one((node, in, onnx) -> {
            long axis = node.integers().length == 0 ? -1 : node.integers()[0];
            return in.get(0)
                    .then(operator, Attribute.integer("axis", in.get(0).shape().axis(axis)));
        });
    }

    private static void requireZeroCutoff(SameDiffNode node) {
        if (node.scalar() != 0) {
            throw node.unsupported("its cutoff is " + node.scalar() + ", translated is 0");
        }
    }
}
