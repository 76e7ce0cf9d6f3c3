package io.github.yolox4j.onnx;

import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts one graph inside another: where the outer graph reads an input that the inner one has
 * an output for, it gets that; where the inner graph reads an input that the outer one makes, it gets what is made.
 */
public final class GraphInsertion {

    private final OnnxGraph outer;
    private final OnnxGraph inner;
    private final Set<String> made = new HashSet<>();
    private final Set<String> wanted = new HashSet<>();

    private GraphInsertion(OnnxGraph outer, OnnxGraph inner) {
        this.outer = outer;
        this.inner = inner;
        outer.nodes().forEach(node -> made.addAll(node.outputs()));
        outer.inputs().forEach(port -> wanted.add(port.name()));
    }

    /**
     * Joins two graphs.
     *
     * @param outputs of the result, names of outputs of either
     * @throws IllegalArgumentException if an output is of neither, or the graphs wait for each other
     */
    public static OnnxGraph of(OnnxGraph outer, OnnxGraph inner, Collection<String> outputs) {
        return new GraphInsertion(outer, inner).join(outputs);
    }

    private OnnxGraph join(Collection<String> outputs) {
        Map<String, Port> offered = new LinkedHashMap<>();
        inner.outputs().forEach(port -> offered.put(port.name(), port));
        List<Port> inputs = new ArrayList<>(outer.inputs());
        inputs.removeIf(port -> offered.containsKey(port.name()));
        inner.inputs().stream()
                .filter(port -> !made.contains(port.name()) && !wanted.contains(port.name()))
                .forEach(inputs::add);

        List<Node> nodes = new ArrayList<>(outer.nodes());
        for (Node node : inner.nodes()) {
            nodes.add(new Node(
                    own(node.name()),
                    node.operator(),
                    node.inputs().stream().map(this::renamed).toList(),
                    node.outputs().stream().map(this::renamed).toList(),
                    node.attributes()));
        }
        Map<String, Tensor> constants = new LinkedHashMap<>(outer.initialisers());
        inner.initialisers().forEach((name, tensor) -> constants.put(renamed(name), tensor));
        Map<String, TensorType> types = new HashMap<>(outer.types());
        inner.types().forEach((name, type) -> types.put(renamed(name), type));

        outer.outputs().forEach(port -> offered.put(port.name(), port));
        List<Port> ports = new ArrayList<>();
        for (String name : outputs) {
            if (!offered.containsKey(name)) {
                throw new IllegalArgumentException(
                        "neither graph has an output " + name + ", there are " + offered.keySet());
            }
            ports.add(offered.get(name));
        }
        return new OnnxGraph(outer.name(), nodes, constants, inputs, ports, types);
    }

    /** Inputs and outputs keep their names, all others get one that the outer graph does not have. */
    private String renamed(String value) {
        boolean isPort = value.isEmpty()
                || inner.inputs().stream().anyMatch(port -> port.name().equals(value))
                || inner.outputs().stream().anyMatch(port -> port.name().equals(value));
        return isPort ? value : own(value);
    }

    private String own(String name) {
        return inner.name() + "/" + name;
    }
}
