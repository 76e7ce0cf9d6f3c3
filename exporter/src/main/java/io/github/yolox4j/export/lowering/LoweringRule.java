package io.github.yolox4j.export.lowering;

import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Translates one SameDiff operator. A rule for an operator of one's own is registered with {@link LoweringRules#with}:
 *
 * <pre>{@code
 * LoweringRules rules = LoweringRules.standard().with("mish", LoweringRule.one((node, in, onnx) ->
 *         in.get(0).then(MUL, in.get(0).then(SOFTPLUS).then(TANH))));
 * }</pre>
 */
@FunctionalInterface
public interface LoweringRule {

    /**
     * Adds the nodes that compute what {@code node} computes.
     *
     * @param node the operator with its arguments
     * @param inputs its operands, already translated, in SameDiff's order
     * @param onnx where nodes and constants are added
     * @return one value per output of {@code node}
     * @throws UnsupportedOperatorException if the node's settings have no translation; see
     *     {@link SameDiffNode#unsupported}
     */
    List<Value> lower(SameDiffNode node, List<Value> inputs, GraphBuilder onnx);

    /** A rule for an operator with one output. */
    static LoweringRule one(Single rule) {
        return (node, inputs, onnx) -> List.of(rule.lower(node, inputs, onnx));
    }

    /** A rule for a function of one operand, without settings. */
    static LoweringRule unary(UnaryOperator<Value> function) {
        return (node, inputs, onnx) -> List.of(function.apply(inputs.get(0)));
    }

    /** A {@link LoweringRule} that gives a single value. */
    @FunctionalInterface
    interface Single {
        Value lower(SameDiffNode node, List<Value> inputs, GraphBuilder onnx);
    }
}
