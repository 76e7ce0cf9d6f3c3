package io.github.yolox4j.export.lowering;

import static io.github.yolox4j.export.lowering.LoweringRule.one;
import static io.github.yolox4j.onnx.OnnxOperator.ABS;
import static io.github.yolox4j.onnx.OnnxOperator.ACOS;
import static io.github.yolox4j.onnx.OnnxOperator.ACOSH;
import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.AND;
import static io.github.yolox4j.onnx.OnnxOperator.ASIN;
import static io.github.yolox4j.onnx.OnnxOperator.ASINH;
import static io.github.yolox4j.onnx.OnnxOperator.ATAN;
import static io.github.yolox4j.onnx.OnnxOperator.ATANH;
import static io.github.yolox4j.onnx.OnnxOperator.CEIL;
import static io.github.yolox4j.onnx.OnnxOperator.CLIP;
import static io.github.yolox4j.onnx.OnnxOperator.COS;
import static io.github.yolox4j.onnx.OnnxOperator.COSH;
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
import static io.github.yolox4j.onnx.OnnxOperator.NEG;
import static io.github.yolox4j.onnx.OnnxOperator.NOT;
import static io.github.yolox4j.onnx.OnnxOperator.OR;
import static io.github.yolox4j.onnx.OnnxOperator.POW;
import static io.github.yolox4j.onnx.OnnxOperator.RECIPROCAL;
import static io.github.yolox4j.onnx.OnnxOperator.ROUND;
import static io.github.yolox4j.onnx.OnnxOperator.SIGN;
import static io.github.yolox4j.onnx.OnnxOperator.SIN;
import static io.github.yolox4j.onnx.OnnxOperator.SINH;
import static io.github.yolox4j.onnx.OnnxOperator.SQRT;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;
import static io.github.yolox4j.onnx.OnnxOperator.TAN;
import static io.github.yolox4j.onnx.OnnxOperator.WHERE;
import static io.github.yolox4j.onnx.OnnxOperator.XOR;

import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Value;
import java.util.List;
import java.util.Map;

/** Elementwise arithmetic of one operand, of two with broadcasting, and of one and a scalar; comparisons. */
final class ArithmeticRules {

    private ArithmeticRules() {}

    static void register(Map<String, LoweringRule> rules) {
        functions(rules);
        composedFunctions(rules);
        operands(rules);
        scalars(rules);
        comparisons(rules);
    }

    private static void functions(Map<String, LoweringRule> rules) {
        rules.put("neg", unary(NEG));
        rules.put("abs", unary(ABS));
        rules.put("sign", unary(SIGN));
        rules.put("floor", unary(FLOOR));
        rules.put("ceil", unary(CEIL));
        rules.put("exp", unary(EXP));
        rules.put("log", unary(LOG));
        rules.put("sqrt", unary(SQRT));
        rules.put("Reciprocal", unary(RECIPROCAL));
        rules.put("erf", unary(ERF));
        rules.put("sin", unary(SIN));
        rules.put("cos", unary(COS));
        rules.put("tan", unary(TAN));
        rules.put("asin", unary(ASIN));
        rules.put("acos", unary(ACOS));
        rules.put("atan", unary(ATAN));
        rules.put("sinh", unary(SINH));
        rules.put("cosh", unary(COSH));
        rules.put("asinh", unary(ASINH));
        rules.put("acosh", unary(ACOSH));
        rules.put("atanh", unary(ATANH));
        rules.put("rint", unary(ROUND));
    }

    private static void composedFunctions(Map<String, LoweringRule> rules) {
        rules.put(
                "log1p",
                one((node, in, onnx) -> in.get(0).then(ADD, onnx.scalar(1)).then(LOG)));
        rules.put("expm1", one((node, in, onnx) -> in.get(0).then(EXP).then(SUB, onnx.scalar(1))));
        rules.put("erfc", one((node, in, onnx) -> onnx.scalar(1)
                .then(SUB, in.get(0).then(ERF))));
        rules.put("cube", one((node, in, onnx) -> in.get(0).then(MUL, in.get(0)).then(MUL, in.get(0))));
        rules.put("square", one((node, in, onnx) -> in.get(0).then(MUL, in.get(0))));
        rules.put("rsqrt", one((node, in, onnx) -> in.get(0).then(SQRT).then(RECIPROCAL)));
        rules.put("ClipByValue", one(ArithmeticRules::clip));
    }

    private static void operands(Map<String, LoweringRule> rules) {
        rules.put("add", binary(ADD));
        rules.put("subtract", binary(SUB));
        rules.put("multiply", binary(MUL));
        rules.put("divide", binary(DIV));
        rules.put("reversesubtract", reversed(SUB));
        rules.put("reversedivide", reversed(DIV));
        rules.put("mergeadd", one((node, in, onnx) -> sum(in)));
        rules.put("mergeavg", one((node, in, onnx) -> sum(in).then(DIV, onnx.scalar(in.size()))));
        rules.put("mergemax", one((node, in, onnx) -> onnx.add(MAX, in)));
        rules.put(
                "floordiv",
                one((node, in, onnx) -> in.get(0).then(DIV, in.get(1)).then(FLOOR)));
        rules.put("floormod", one((node, in, onnx) -> {
            Value whole = in.get(0).then(DIV, in.get(1)).then(FLOOR);
            return in.get(0).then(SUB, whole.then(MUL, in.get(1)));
        }));
        rules.put("maximum", binary(MAX));
        rules.put("minimum", binary(MIN));
        rules.put("Pow", binary(POW));
        rules.put("squaredsubtract", one((node, in, onnx) -> {
            Value difference = in.get(0).then(SUB, in.get(1));
            return difference.then(MUL, difference);
        }));
    }

    private static void scalars(Map<String, LoweringRule> rules) {
        rules.put("add_scalar", scalar(ADD));
        rules.put("sub_scalar", scalar(SUB));
        rules.put("mul_scalar", scalar(MUL));
        rules.put("div_scalar", scalar(DIV));
        rules.put("rsub_scalar", reversedScalar(SUB));
        rules.put("rdiv_scalar", reversedScalar(DIV));
        rules.put("pow", scalar(POW));
        rules.put("max_scalar", scalar(MAX));
        rules.put("scalar_min", scalar(MIN));
    }

    private static void comparisons(Map<String, LoweringRule> rules) {
        rules.put("greater", binary(GREATER));
        rules.put("greater_equal", binary(GREATER_OR_EQUAL));
        rules.put("less", binary(LESS));
        rules.put("less_equal", binary(LESS_OR_EQUAL));
        rules.put("equals", binary(EQUAL));
        rules.put(
                "not_equals",
                one((node, in, onnx) -> in.get(0).then(EQUAL, in.get(1)).then(NOT)));
        rules.put("equals_scalar", scalar(EQUAL));
        rules.put("notequals_scalar", one((node, in, onnx) -> in.get(0)
                .then(EQUAL, onnx.scalar(node.scalar()))
                .then(NOT)));
        rules.put("and", binary(AND));
        rules.put("or", binary(OR));
        rules.put("xor", binary(XOR));
        rules.put("greaterthan_scalar", scalar(GREATER));
        rules.put("greaterthanorequal_scalar", scalar(GREATER_OR_EQUAL));
        rules.put("lessthan_scalar", scalar(LESS));
        rules.put("lessthanorequal_scalar", scalar(LESS_OR_EQUAL));
        rules.put("Where", one((node, in, onnx) -> {
            if (in.size() != 3) {
                throw node.unsupported("only the form with a condition and two operands is translated");
            }
            return onnx.add(WHERE, in);
        }));
    }

    static LoweringRule unary(OnnxOperator operator) {
        return one((node, in, onnx) -> in.get(0).then(operator));
    }

    private static LoweringRule binary(OnnxOperator operator) {
        return one((node, in, onnx) -> in.get(0).then(operator, in.get(1)));
    }

    private static Value sum(List<Value> in) {
        Value sum = in.get(0);
        for (Value next : in.subList(1, in.size())) {
            sum = sum.then(ADD, next);
        }
        return sum;
    }

    private static LoweringRule reversed(OnnxOperator operator) {
        return one((node, in, onnx) -> in.get(1).then(operator, in.get(0)));
    }

    private static LoweringRule scalar(OnnxOperator operator) {
        return one((node, in, onnx) -> in.get(0).then(operator, onnx.scalar(node.scalar())));
    }

    private static LoweringRule reversedScalar(OnnxOperator operator) {
        return one((node, in, onnx) -> onnx.scalar(node.scalar()).then(operator, in.get(0)));
    }

    private static Value clip(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        double[] range = node.numbers();
        if (range.length != 2) {
            throw node.unsupported("it needs a lower and an upper bound, got " + range.length + " numbers");
        }
        return onnx.add(CLIP, List.of(in.get(0), onnx.scalar(range[0]), onnx.scalar(range[1])));
    }
}
