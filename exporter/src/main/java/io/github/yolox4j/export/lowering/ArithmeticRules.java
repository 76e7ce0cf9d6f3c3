package io.github.yolox4j.export.lowering;

import static io.github.yolox4j.export.lowering.LoweringRule.one;
import static io.github.yolox4j.export.lowering.LoweringRule.unary;
import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.CLIP;
import static io.github.yolox4j.onnx.OnnxOperator.DIV;
import static io.github.yolox4j.onnx.OnnxOperator.EQUAL;
import static io.github.yolox4j.onnx.OnnxOperator.ERF;
import static io.github.yolox4j.onnx.OnnxOperator.EXP;
import static io.github.yolox4j.onnx.OnnxOperator.FLOOR;
import static io.github.yolox4j.onnx.OnnxOperator.GREATER;
import static io.github.yolox4j.onnx.OnnxOperator.GREATER_OR_EQUAL;
import static io.github.yolox4j.onnx.OnnxOperator.LESS;
import static io.github.yolox4j.onnx.OnnxOperator.LESS_OR_EQUAL;
import static io.github.yolox4j.onnx.OnnxOperator.LOG;
import static io.github.yolox4j.onnx.OnnxOperator.MAX;
import static io.github.yolox4j.onnx.OnnxOperator.MIN;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.NOT;
import static io.github.yolox4j.onnx.OnnxOperator.POW;
import static io.github.yolox4j.onnx.OnnxOperator.RECIPROCAL;
import static io.github.yolox4j.onnx.OnnxOperator.ROUND;
import static io.github.yolox4j.onnx.OnnxOperator.SQRT;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;
import static io.github.yolox4j.onnx.OnnxOperator.WHERE;

import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BinaryOperator;

/** Elementwise arithmetic of one operand, of two with broadcasting, and of one and a scalar; comparisons. */
final class ArithmeticRules {

    /** Functions that have the same name in SameDiff and in ONNX. */
    private static final String[] FUNCTIONS =
            ("neg abs sign floor ceil exp log sqrt erf sin cos tan asin acos atan sinh cosh asinh acosh atanh "
                            + "sigmoid tanh softplus softsign selu")
                    .split(" ");

    private ArithmeticRules() {}

    static void register(Map<String, LoweringRule> rules) {
        for (String name : FUNCTIONS) {
            rules.put(name, unary(x -> x.then(operator(name))));
        }
        composedFunctions(rules);
        operands(rules);
        comparisons(rules);
    }

    private static OnnxOperator operator(String name) {
        return OnnxOperator.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static void composedFunctions(Map<String, LoweringRule> rules) {
        rules.put("Reciprocal", unary(x -> x.then(RECIPROCAL)));
        rules.put("rint", unary(x -> x.then(ROUND)));
        rules.put("log1p", unary(x -> x.then(ADD, 1).then(LOG)));
        rules.put("expm1", unary(x -> x.then(EXP).then(SUB, 1)));
        rules.put("erfc", one((node, in, onnx) -> onnx.scalar(1)
                .then(SUB, in.get(0).then(ERF))));
        rules.put("cube", unary(x -> x.then(MUL, x).then(MUL, x)));
        rules.put("square", unary(x -> x.then(MUL, x)));
        rules.put("rsqrt", unary(x -> x.then(SQRT).then(RECIPROCAL)));
        rules.put("ClipByValue", one(ArithmeticRules::clip));
    }

    private static void operands(Map<String, LoweringRule> rules) {
        both(rules, "add", "add_scalar", (a, b) -> a.then(ADD, b));
        both(rules, "subtract", "sub_scalar", (a, b) -> a.then(SUB, b));
        both(rules, "multiply", "mul_scalar", (a, b) -> a.then(MUL, b));
        both(rules, "divide", "div_scalar", (a, b) -> a.then(DIV, b));
        both(rules, "reversesubtract", "rsub_scalar", (a, b) -> b.then(SUB, a));
        both(rules, "reversedivide", "rdiv_scalar", (a, b) -> b.then(DIV, a));
        both(rules, "maximum", "max_scalar", (a, b) -> a.then(MAX, b));
        both(rules, "minimum", "scalar_min", (a, b) -> a.then(MIN, b));
        both(rules, "Pow", "pow", (a, b) -> a.then(POW, b));
        rules.put("floordiv", binary((a, b) -> a.then(DIV, b).then(FLOOR)));
        rules.put("floormod", binary((a, b) -> {
            Value whole = a.then(DIV, b).then(FLOOR);
            return a.then(SUB, whole.then(MUL, b));
        }));
        rules.put("squaredsubtract", binary((a, b) -> {
            Value difference = a.then(SUB, b);
            return difference.then(MUL, difference);
        }));
        rules.put("mergeadd", one((node, in, onnx) -> sum(in)));
        rules.put("mergeavg", one((node, in, onnx) -> sum(in).then(DIV, in.size())));
        rules.put("mergemax", one((node, in, onnx) -> onnx.add(MAX, in)));
    }

    private static void comparisons(Map<String, LoweringRule> rules) {
        both(rules, "greater", "greaterthan_scalar", (a, b) -> a.then(GREATER, b));
        both(rules, "greater_equal", "greaterthanorequal_scalar", (a, b) -> a.then(GREATER_OR_EQUAL, b));
        both(rules, "less", "lessthan_scalar", (a, b) -> a.then(LESS, b));
        both(rules, "less_equal", "lessthanorequal_scalar", (a, b) -> a.then(LESS_OR_EQUAL, b));
        both(rules, "equals", "equals_scalar", (a, b) -> a.then(EQUAL, b));
        both(rules, "not_equals", "notequals_scalar", (a, b) -> a.then(EQUAL, b).then(NOT));
        for (String name : List.of("and", "or", "xor")) {
            rules.put(name, binary((a, b) -> a.then(operator(name), b)));
        }
        rules.put("Where", one((node, in, onnx) -> {
            if (in.size() != 3) {
                throw node.unsupported("only the form with a condition and two operands is translated");
            }
            return onnx.add(WHERE, in);
        }));
    }

    /** A function of two operands, and of one and the node's scalar. */
    private static void both(
            Map<String, LoweringRule> rules, String name, String withScalar, BinaryOperator<Value> function) {
        rules.put(name, binary(function));
        rules.put(withScalar, one((node, in, onnx) -> function.apply(in.get(0), onnx.scalar(node.scalar()))));
    }

    private static LoweringRule binary(BinaryOperator<Value> function) {
        return one((node, in, onnx) -> function.apply(in.get(0), in.get(1)));
    }

    private static Value sum(List<Value> in) {
        return in.stream().reduce((sum, next) -> sum.then(ADD, next)).orElseThrow();
    }

    private static Value clip(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        double[] range = node.numbers();
        if (range.length != 2) {
            throw node.unsupported("it needs a lower and an upper bound, got " + range.length + " numbers");
        }
        return onnx.add(CLIP, List.of(in.get(0), onnx.scalar(range[0]), onnx.scalar(range[1])));
    }
}
