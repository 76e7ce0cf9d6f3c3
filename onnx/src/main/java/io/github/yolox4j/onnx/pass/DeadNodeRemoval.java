package io.github.yolox4j.onnx.pass;

import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Drops nodes and constants that no output depends on. */
public final class DeadNodeRemoval implements GraphPass {

    @Override
    public OnnxGraph apply(OnnxGraph graph) {
        Set<String> needed = new HashSet<>();
        graph.outputs().forEach(port -> needed.add(port.name()));
        List<Node> kept = new ArrayList<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            if (!Collections.disjoint(node.outputs(), needed)) {
                kept.add(node);
                needed.addAll(node.inputs());
            }
        }
        Collections.reverse(kept);
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.initialisers());
        constants.keySet().retainAll(needed);
        return graph.with(kept, constants);
    }
}
