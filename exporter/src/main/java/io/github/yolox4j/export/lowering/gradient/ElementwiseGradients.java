package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.export.lowering.LoweringRule.one;
import static io.github.yolox4j.onnx.OnnxOperator.DIV;
import static io.github.yolox4j.onnx.OnnxOperator.GREATER;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.NEG;
import static io.github.yolox4j.onnx.OnnxOperator.POW;
import static io.github.yolox4j.onnx.OnnxOperator.SIGMOID;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;
import static io.github.yolox4j.onnx.OnnxOperator.WHERE;

import io.github.yolox4j.export.lowering.LoweringRule;
import io.github.yolox4j.export.lowering.SameDiffNode;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Gradients of arithmetic on two operands with broadcasting: operands \(a, b\) and upstream gradient \(g\) in,
 * \(\partial a, \partial b\) out, each summed over the axes along which its operand was repeated. Of functions of one
 * operand, and of sum and mean: operand \(x\) and upstream gradient in.
 */
final class ElementwiseGradients {

    private ElementwiseGradients() {}

    static void register(Map<String, LoweringRule> rules) {
        arithmetic(rules);
        rules.put("_powderivative", one((node, in, onnx) -> power(in.get(0), node.scalar())));
        rules.put("sigmoid_bp", one((node, in, onnx) -> {
            Value s = in.get(0).then(SIGMOID);
            return in.get(1).then(MUL, s).then(MUL, onnx.scalar(1).then(SUB, s)); // g s (1 - s)
        }));
        rules.put("thresholdedrelu_bp", one((node, in, onnx) -> { // g above the cutoff, 0 at it and below
            Value above = in.get(0).then(GREATER, node.numbers()[0]);
            return onnx.add(WHERE, List.of(above, in.get(1), onnx.scalar(0)));
        }));
        rules.put("reduce_sum_bp", one((node, in, onnx) -> spread(node, in, in.get(1))));
        rules.put("reduce_mean_bp", one((node, in, onnx) -> {
            TensorShape shape = in.get(0).shape();
            long count = LongStream.of(axes(node, shape))
                    .map(axis -> shape.dim((int) axis).size())
                    .reduce(1, Math::multiplyExact);
            return spread(node, in, in.get(1).then(MUL, 1.0 / count));
        }));
    }

    private static void arithmetic(Map<String, LoweringRule> rules) {
        rules.put("add_bp", (node, in, onnx) -> toOperands(in, in.get(2), in.get(2)));
        rules.put("subtract_bp", (node, in, onnx) -> {
            Value right = sumTo(in.get(2), in.get(1).shape()).then(NEG);
            return List.of(sumTo(in.get(2), in.get(0).shape()), right);
        });
        rules.put("reversesubtract_bp", (node, in, onnx) -> {
            Value left = sumTo(in.get(2), in.get(0).shape()).then(NEG);
            return List.of(left, sumTo(in.get(2), in.get(1).shape()));
        });
        rules.put(
                "multiply_bp",
                (node, in, onnx) ->
                        toOperands(in, in.get(2).then(MUL, in.get(1)), in.get(2).then(MUL, in.get(0))));
        rules.put("divide_bp", (node, in, onnx) -> {
            Value[] parts = quotient(in.get(0), in.get(1), in.get(2));
            return toOperands(in, parts[0], parts[1]);
        });
        rules.put("reversedivide_bp", (node, in, onnx) -> {
            Value[] parts = quotient(in.get(1), in.get(0), in.get(2));
            return toOperands(in, parts[1], parts[0]);
        });
        rules.put("squaredsubtract_bp", (node, in, onnx) -> {
            Value left = in.get(0).then(SUB, in.get(1)).then(MUL, 2).then(MUL, in.get(2));
            return toOperands(in, left, left.then(NEG));
        });
    }

    /** Of \(a/b\): \(g/b\) and \(-g\,a/b^2\). */
    private static Value[] quotient(Value a, Value b, Value g) {
        Value left = g.then(DIV, b);
        return new Value[] {left, left.then(MUL, a.then(DIV, b)).then(NEG)};
    }

    /** \( p\,x^{p-1} \), not yet times the upstream gradient. */
    private static Value power(Value x, double exponent) {
        return (exponent == 2 ? x : x.then(POW, exponent - 1)).then(MUL, exponent);
    }

    private static List<Value> toOperands(List<Value> in, Value left, Value right) {
        return List.of(sumTo(left, in.get(0).shape()), sumTo(right, in.get(1).shape()));
    }

    /** The gradient of an operand of shape {@code target}, from the gradient of what it was broadcast to. */
    private static Value sumTo(Value gradient, TensorShape target) {
        TensorShape from = gradient.shape();
        if (from.equals(target)) {
            return gradient;
        }
        int lead = from.rank() - target.rank();
        long[] kept = new long[Math.max(from.rank(), target.rank())];
        Arrays.fill(kept, 1);
        for (int i = 0; i < target.rank(); i++) {
            kept[Math.max(lead, 0) + i] = target.dim(i).size();
        }
        if (lead < 0) {
            return gradient.expand(kept);
        }
        long[] summed = IntStream.range(0, from.rank())
                .filter(i -> kept[i] == 1 && !from.dim(i).is(1))
                .asLongStream()
                .toArray();
        Value sum = summed.length == 0 ? gradient : gradient.sum(true, summed);
        Value widened = sum.shape().equals(TensorShape.of(kept)) ? sum : sum.expand(kept);
        return lead == 0 ? widened : widened.reshape(target.sizes());
    }

    /** A gradient goes to every entry that was summed, over the axes in the whole numbers (none: all). */
    private static Value spread(SameDiffNode node, List<Value> in, Value gradient) {
        if (in.size() != 2) {
            throw node.unsupported("its axes are an operand, translated are fixed axes");
        }
        TensorShape shape = in.get(0).shape();
        long[] kept = shape.sizes();
        for (long axis : axes(node, shape)) {
            kept[(int) axis] = 1;
        }
        return ConvolutionGradients.reshaped(gradient, kept).expand(shape.sizes());
    }

    private static long[] axes(SameDiffNode node, TensorShape shape) {
        long[] given = node.integers();
        return given.length == 0
                ? LongStream.range(0, shape.rank()).toArray()
                : LongStream.of(given).map(shape::axis).toArray();
    }
}
