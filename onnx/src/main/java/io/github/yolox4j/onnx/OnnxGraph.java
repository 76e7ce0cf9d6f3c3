package io.github.yolox4j.onnx;

import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** The nodes of a graph in an order in which each comes after those it reads from; otherwise as given. */
    private static final class TopologicalOrder {

        /** Values that no node makes: constants, inputs and the empty name. */
        private final Set<String> given = new HashSet<>();

        private final Map<String, Node> makers = new HashMap<>();
        private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());
        private final List<Node> order = new ArrayList<>();

        private TopologicalOrder(Collection<String> constants, List<Port> inputs) {
            given.addAll(constants);
            given.add("");
            for (Port input : inputs) {
                if (!given.add(input.name())) {
                    throw new IllegalArgumentException("two values are named " + input.name());
                }
            }
        }

        /** Fails if a name is given twice, a value is read that nothing makes, or nodes wait for each other. */
        static List<Node> of(List<Node> nodes, Collection<String> constants, List<Port> inputs) {
            TopologicalOrder sorting = new TopologicalOrder(constants, inputs);
            sorting.note(nodes);
            nodes.forEach(sorting::visit);
            return List.copyOf(sorting.order);
        }

        private void note(List<Node> nodes) {
            Set<String> names = new HashSet<>();
            for (Node node : nodes) {
                if (!names.add(node.name())) {
                    throw new IllegalArgumentException("two nodes are named " + node.name());
                }
                for (String value : node.outputs()) {
                    if (given.contains(value) || makers.put(value, node) != null) {
                        throw new IllegalArgumentException("two values are named " + value);
                    }
                }
            }
        }

        /** Depth first, without recursion: graphs are deeper than a Java stack. */
        private void visit(Node start) {
            Deque<Node> waiting = new ArrayDeque<>(List.of(start));
            while (!waiting.isEmpty()) {
                Node node = waiting.peek();
                if (open.add(node)) {
                    node.inputs().forEach(value -> maker(value, node).ifPresent(waiting::push));
                } else {
                    waiting.pop();
                    if (done.add(node)) {
                        order.add(node);
                    }
                }
            }
        }

        /** The node that makes a value, unless it is given. */
        private Optional<Node> maker(String value, Node reader) {
            if (given.contains(value)) {
                return Optional.empty();
            }
            Node maker = makers.get(value);
            if (maker == null) {
                throw new IllegalArgumentException("node " + reader.name() + " reads " + value
                        + ", which no node makes and which is no input and no constant");
            }
            if (open.contains(maker) && !done.contains(maker)) {
                throw new IllegalArgumentException(
                        "nodes " + reader.name() + " and " + maker.name() + " wait for each other");
            }
            return Optional.of(maker);
        }
    }
}
