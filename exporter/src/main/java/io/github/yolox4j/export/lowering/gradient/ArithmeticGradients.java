package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.export.lowering.LoweringRule.one;
import static io.github.yolox4j.export.lowering.gradient.Broadcasting.sumTo;
import static io.github.yolox4j.onnx.OnnxOperator.DIV;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.NEG;
import static io.github.yolox4j.onnx.OnnxOperator.POW;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;

import io.github.yolox4j.export.lowering.LoweringRule;
import io.github.yolox4j.export.lowering.SameDiffNode;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import java.util.List;
import java.util.Map;

/**
 * Gradients of arithmetic on two operands with broadcasting: operands \(a, b\) and upstream gradient \(g\) in,
 * \(\partial a, \partial b\) out, each summed over the axes along which its operand was repeated.
 */
final class ArithmeticGradients {

    private ArithmeticGradients() {}

    static void register(Map<String, LoweringRule> rules) {
        rules.put("add_bp", (node, in, onnx) -> toOperands(in, in.get(2), in.get(2), onnx));
        rules.put("subtract_bp", (node, in, onnx) -> {
            Value right = sumTo(in.get(2), in.get(1).shape(), onnx).then(NEG);
            return List.of(sumTo(in.get(2), in.get(0).shape(), onnx), right);
        });
        rules.put("reversesubtract_bp", (node, in, onnx) -> {
            Value left = sumTo(in.get(2), in.get(0).shape(), onnx).then(NEG);
            return List.of(left, sumTo(in.get(2), in.get(1).shape(), onnx));
        });
        rules.put(
                "multiply_bp",
                (node, in, onnx) ->
                        toOperands(in, in.get(2).then(MUL, in.get(1)), in.get(2).then(MUL, in.get(0)), onnx));
        rules.put("divide_bp", (node, in, onnx) -> {
            Value[] parts = quotient(in.get(0), in.get(1), in.get(2));
            return toOperands(in, parts[0], parts[1], onnx);
        });
        rules.put("reversedivide_bp", (node, in, onnx) -> {
            Value[] parts = quotient(in.get(1), in.get(0), in.get(2));
            return toOperands(in, parts[1], parts[0], onnx);
        });
        rules.put("squaredsubtract_bp", (node, in, onnx) -> {
            Value difference = in.get(0).then(SUB, in.get(1)).then(MUL, onnx.scalar(2));
            Value left = difference.then(MUL, in.get(2));
            return toOperands(in, left, left.then(NEG), onnx);
        });
        rules.put("_powderivative", one(ArithmeticGradients::power));
    }

    /** Of \(a/b\): \(g/b\) and \(-g\,a/b^2\). */
    private static Value[] quotient(Value a, Value b, Value g) {
        Value left = g.then(DIV, b);
        return new Value[] {left, left.then(MUL, a.then(DIV, b)).then(NEG)};
    }

    /** \( p\,x^{p-1} \), not yet times the upstream gradient. */
    private static Value power(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        double exponent = node.scalar();
        Value x = in.get(0);
        Value power = exponent == 2 ? x : x.then(POW, onnx.scalar(exponent - 1));
        return power.then(MUL, onnx.scalar(exponent));
    }

    private static List<Value> toOperands(List<Value> in, Value left, Value right, GraphBuilder onnx) {
        return List.of(
                sumTo(left, in.get(0).shape(), onnx), sumTo(right, in.get(1).shape(), onnx));
    }
}
