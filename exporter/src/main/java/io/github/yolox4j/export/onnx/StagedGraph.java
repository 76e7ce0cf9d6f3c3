package io.github.yolox4j.export.onnx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph cut in two that run one after the other, so that something else can happen in between.
 *
 * @param first computes the early outputs and what the second needs of the way there
 * @param second computes the other outputs; its inputs are those of the whole graph that it reads, and {@code carried}
 * @param carried what the first hands to the second: outputs of the one and inputs of the other
 */
public record StagedGraph(OnnxGraph first, OnnxGraph second, List<Port> carried) {

    public StagedGraph {
        carried = List.copyOf(carried);
    }

    /**
     * Cuts a graph.
     *
     * @param early outputs of the graph that come first
     * @throws IllegalArgumentException if one of them is no output, or none is left
     */
    public static StagedGraph of(OnnxGraph graph, Collection<String> early) {
        Map<String, Port> outputs = new LinkedHashMap<>();
        graph.outputs().forEach(port -> outputs.put(port.name(), port));
        if (!outputs.keySet().containsAll(early)) {
            throw new IllegalArgumentException(
                    "early outputs " + early + " are not all among the outputs " + outputs.keySet());
        }
        Set<String> needed = new HashSet<>(early);
        List<Node> firstNodes = new ArrayList<>();
        List<Node> secondNodes = new ArrayList<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            boolean isFirst = node.outputs().stream().anyMatch(needed::contains);
            (isFirst ? firstNodes : secondNodes).add(0, node);
            if (isFirst) {
                needed.addAll(node.inputs());
            }
        }
        Set<String> made = new HashSet<>();
        firstNodes.forEach(node -> made.addAll(node.outputs()));
        Set<String> read = new HashSet<>();
        secondNodes.forEach(node -> read.addAll(node.inputs()));

        List<Port> carried = new ArrayList<>();
        for (Node node : firstNodes) {
            for (String value : node.outputs()) {
                if (read.contains(value)) {
                    carried.add(new Port(value, graph.types().get(value)));
                }
            }
        }
        List<Port> firstOutputs = new ArrayList<>();
        List<Port> secondOutputs = new ArrayList<>();
        outputs.values().forEach(port -> (made.contains(port.name()) ? firstOutputs : secondOutputs).add(port));
        carried.stream().filter(port -> !outputs.containsKey(port.name())).forEach(firstOutputs::add);

        List<Port> secondInputs = new ArrayList<>(graph.inputs());
        secondInputs.removeIf(port -> !read.contains(port.name()));
        secondInputs.addAll(carried);
        return new StagedGraph(
                part(graph, "first", firstNodes, reading(graph, firstNodes), firstOutputs),
                part(graph, "second", secondNodes, secondInputs, secondOutputs),
                carried);
    }

    private static List<Port> reading(OnnxGraph graph, List<Node> nodes) {
        Set<String> read = new HashSet<>();
        nodes.forEach(node -> read.addAll(node.inputs()));
        return graph.inputs().stream()
                .filter(port -> read.contains(port.name()))
                .toList();
    }

    private static OnnxGraph part(
            OnnxGraph graph, String name, List<Node> nodes, List<Port> inputs, List<Port> outputs) {
        Map<String, TensorType> types = new HashMap<>();
        Set<String> read = new HashSet<>();
        for (Node node : nodes) {
            node.outputs().forEach(value -> types.put(value, graph.types().get(value)));
            read.addAll(node.inputs());
        }
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.initialisers());
        constants.keySet().retainAll(read);
        return new OnnxGraph(graph.name() + "." + name, nodes, constants, inputs, outputs, types);
    }
}
