package io.github.yolox4j.onnx.pass;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.SIGMOID;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;

import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The gradient of \( y = x s,\ s = \sigma(x) \) with fewer passes. The product rule gives \( g s + g x s (1 - s) \) in
 * six; the same is \( g\,(s + y (1 - s)) \), where \(y\) and \(s\) are known from the forward pass.
 */
public final class SiluGradients implements GraphPass {

    @Override
    public OnnxGraph apply(OnnxGraph graph) {
        return GraphCopy.of(graph, (node, copy) -> node.operator() == ADD ? instead(node, copy) : Optional.empty());
    }

    private static Optional<Value> instead(Node sum, GraphCopy copy) {
        return GraphCopy.orders(sum)
                .flatMap(order -> match(order.get(0), order.get(1), copy))
                .findFirst();
    }

    /** {@code direct} as g s, {@code inner} as g x s (1 - s). */
    private static Stream<Value> match(String direct, String inner, GraphCopy copy) {
        return factors(inner, copy).flatMap(outer -> factors(outer.get(0), copy).flatMap(middle -> {
            Optional<String> x = sigmoidOf(middle.get(1), copy);
            if (x.isEmpty() || !x.equals(oneLessSigmoidOf(outer.get(1), copy))) {
                return Stream.empty();
            }
            return factors(middle.get(0), copy).flatMap(product -> factors(direct, copy)
                    .filter(gs -> product.get(1).equals(x.get())
                            && product.get(0).equals(gs.get(0))
                            && x.equals(sigmoidOf(gs.get(1), copy)))
                    .map(gs -> product(copy, gs.get(0), x.get(), gs.get(1), outer.get(1))));
        }));
    }

    private static Value product(GraphCopy copy, String g, String x, String s, String rest) {
        Value y = copy.value(x).then(MUL, copy.value(s));
        Value slope = copy.value(s).then(ADD, y.then(MUL, copy.value(rest)));
        return copy.value(g).then(MUL, slope);
    }

    /** Both orders of a product's factors; none if the value is no product. */
    private static Stream<List<String>> factors(String value, GraphCopy copy) {
        return copy.maker(MUL, value).stream().flatMap(GraphCopy::orders);
    }

    private static Optional<String> sigmoidOf(String value, GraphCopy copy) {
        return copy.maker(SIGMOID, value).map(node -> node.inputs().get(0));
    }

    /** Of \( 1 - \sigma(x) \) the x. */
    private static Optional<String> oneLessSigmoidOf(String value, GraphCopy copy) {
        return copy.maker(SUB, value)
                .filter(rest -> copy.constant(rest.inputs().get(0)).equals(Optional.of(Tensor.scalar(1))))
                .flatMap(rest -> sigmoidOf(rest.inputs().get(1), copy));
    }
}
