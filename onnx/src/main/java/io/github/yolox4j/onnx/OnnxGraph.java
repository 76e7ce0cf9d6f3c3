package io.github.yolox4j.onnx;

import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A complete graph: immutable, with the nodes in an order in which each comes after those it reads from.
 *
 * @param nodes in any order; kept in topological order, otherwise as given
 * @param initialisers constants by name
 * @param types what the outputs of nodes are, as far as known
 */
public record OnnxGraph(
        String name,
        List<Node> nodes,
        Map<String, Tensor> initialisers,
        List<Port> inputs,
        List<Port> outputs,
        Map<String, TensorType> types) {

    /**
     * @throws IllegalArgumentException if a name is given twice, a value is read that nothing makes, nodes wait for
     *     each other in a circle, or there is no output
     */
    public OnnxGraph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        initialisers = Collections.unmodifiableMap(new LinkedHashMap<>(initialisers));
        types = Map.copyOf(types);
        if (initialisers.containsKey("")) {
            throw new IllegalArgumentException("a constant of graph " + name + " has no name");
        }
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("graph " + name + " has no output");
        }
        nodes = TopologicalOrder.of(nodes, initialisers.keySet(), inputs);
        Set<String> known = new HashSet<>(initialisers.keySet());
        inputs.forEach(port -> known.add(port.name()));
        nodes.forEach(node -> known.addAll(node.outputs()));
        for (Port output : outputs) {
            if (!known.contains(output.name())) {
                throw new IllegalArgumentException("no node makes the output " + output.name());
            }
        }
    }

    /** How often each value is read, by nodes and as an output of the graph. */
    public Map<String, Integer> uses() {
        Map<String, Integer> uses = new HashMap<>();
        nodes.forEach(node -> node.inputs().forEach(value -> uses.merge(value, 1, Integer::sum)));
        outputs.forEach(port -> uses.merge(port.name(), 1, Integer::sum));
        uses.remove("");
        return uses;
    }

    /** The node that makes each value. */
    public Map<String, Node> makers() {
        Map<String, Node> makers = new HashMap<>();
        nodes.forEach(node -> node.outputs().forEach(value -> makers.put(value, node)));
        return makers;
    }

    /** This graph with other nodes and constants behind the same inputs and outputs. */
    public OnnxGraph with(List<Node> otherNodes, Map<String, Tensor> otherInitialisers) {
        Map<String, TensorType> kept = new HashMap<>();
        for (Node node : otherNodes) {
            for (String value : node.outputs()) {
                if (types.containsKey(value)) {
                    kept.put(value, types.get(value));
                }
            }
        }
        return new OnnxGraph(name, otherNodes, otherInitialisers, inputs, outputs, kept);
    }
}
