package io.github.yolox4j.export.onnx.pass;

import io.github.yolox4j.export.onnx.Attributes;
import io.github.yolox4j.export.onnx.Node;
import io.github.yolox4j.export.onnx.OnnxGraph;
import io.github.yolox4j.export.onnx.OnnxOperator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes once what several nodes compute alike: the same operator on the same operands with the same settings. A node that makes
 * an output of the graph stays.
 */
public final class CommonSubexpressions implements GraphPass {

    private record Expression(OnnxOperator operator, List<String> inputs, Set<?> settings, int outputs) {}

    @Override
    public OnnxGraph apply(OnnxGraph graph) {
        Set<String> shown = new HashSet<>();
        graph.outputs().forEach(port -> shown.add(port.name()));
        Map<Expression, Node> known = new HashMap<>();
        Map<String, String> renamed = new HashMap<>();
        List<Node> kept = new ArrayList<>();
        for (Node original : graph.nodes()) {
            Node node = original.withInputs(original.inputs().stream()
                    .map(value -> renamed.getOrDefault(value, value))
                    .toList());
            Node first = known.putIfAbsent(expression(node), node);
            if (first == null || node.outputs().stream().anyMatch(shown::contains)) {
                kept.add(node);
                continue;
            }
            for (int i = 0; i < node.outputs().size(); i++) {
                renamed.put(node.outputs().get(i), first.outputs().get(i));
            }
        }
        return graph.with(kept, graph.initialisers());
    }

    private static Expression expression(Node node) {
        Attributes settings = node.attributes();
        return new Expression(
                node.operator(),
                node.inputs(),
                new HashSet<>(settings.all()),
                node.outputs().size());
    }
}
