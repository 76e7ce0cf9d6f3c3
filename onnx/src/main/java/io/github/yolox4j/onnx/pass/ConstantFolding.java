package io.github.yolox4j.onnx.pass;

import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes the nodes that read constants only. The result of a node that alone reads one parameter (the transposition
 * of a convolution's weight) keeps the parameter's name, so that weights stay recognisable in the file.
 */
public final class ConstantFolding implements GraphPass {

    @Override
    public OnnxGraph apply(OnnxGraph graph) {
        Map<String, Integer> uses = graph.uses();
        Set<String> outputs = new HashSet<>();
        graph.outputs().forEach(port -> outputs.add(port.name()));
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.initialisers());
        Map<String, String> renamed = new HashMap<>();
        List<Node> kept = new ArrayList<>();
        for (Node original : graph.nodes()) {
            Node node = original.withInputs(original.inputs().stream()
                    .map(v -> renamed.getOrDefault(v, v))
                    .toList());
            Optional<Tensor> value = outputs.contains(node.outputs().get(0))
                    ? Optional.empty()
                    : ConstantEvaluator.evaluate(node, constants);
            if (value.isEmpty()) {
                kept.add(node);
                continue;
            }
            String first = node.inputs().get(0);
            if (node.inputs().size() == 1 && uses.getOrDefault(original.inputs().get(0), 0) == 1) {
                constants.put(first, value.get());
                renamed.put(node.output(), first);
            } else {
                constants.put(node.output(), value.get());
            }
        }
        return graph.with(kept, constants);
    }
}
