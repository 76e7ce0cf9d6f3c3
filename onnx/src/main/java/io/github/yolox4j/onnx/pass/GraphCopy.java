package io.github.yolox4j.onnx.pass;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Builds a graph again, node by node, with other nodes in place of some. What is no longer needed stays in it. */
final class GraphCopy {

    private final OnnxGraph graph;
    private final GraphBuilder onnx;
    private final Map<String, Supplier<Value>> values = new HashMap<>();
    private final Map<String, Node> makers;
    private final Map<String, Integer> uses;

    /** What a node becomes. */
    @FunctionalInterface
    interface Rule {

        /** The value that takes the place of the node's only output; empty if the node stays. */
        Optional<Value> instead(Node node, GraphCopy copy);
    }

    /** What a node becomes, where that may never be needed: a value that is made when something reads it. */
    @FunctionalInterface
    interface LazyRule {

        /** What gives the value that takes the place of the node's only output; empty if the node stays. */
        Optional<Supplier<Value>> instead(Node node, GraphCopy copy);
    }

    private GraphCopy(OnnxGraph graph, GraphBuilder onnx) {
        this.graph = graph;
        this.onnx = onnx;
        this.makers = graph.makers();
        this.uses = graph.uses();
    }

    static OnnxGraph of(OnnxGraph graph, Rule rule) {
        return of(graph, new GraphBuilder(), (node, copy) -> rule.instead(node, copy)
                .map(value -> () -> value));
    }

    /** Into a builder of one's own. */
    static OnnxGraph of(OnnxGraph graph, GraphBuilder onnx, LazyRule rule) {
        return new GraphCopy(graph, onnx).rewritten(rule);
    }

    private OnnxGraph rewritten(LazyRule rule) {
        put("", onnx.absent());
        graph.inputs().forEach(port -> put(port.name(), onnx.input(port.name(), port.type())));
        graph.initialisers().forEach((name, tensor) -> put(name, onnx.constant(name, tensor)));
        for (Node node : graph.nodes()) {
            onnx.enter(node.name().substring(0, Math.max(node.name().lastIndexOf('/'), 0)));
            rule.instead(node, this).ifPresentOrElse(value -> values.put(node.output(), value), () -> copy(node));
        }
        Map<String, Value> outputs = new LinkedHashMap<>();
        graph.outputs().forEach(port -> outputs.put(port.name(), value(port.name())));
        return onnx.build(graph.name(), outputs);
    }

    private void put(String name, Value value) {
        values.put(name, () -> value);
    }

    private void copy(Node node) {
        List<Value> made = onnx.add(
                node.operator(),
                node.inputs().stream().map(this::value).toList(),
                node.outputs().size(),
                node.attributes().all().toArray(Attribute[]::new));
        for (int i = 0; i < made.size(); i++) {
            put(node.outputs().get(i), made.get(i));
        }
    }

    GraphBuilder onnx() {
        return onnx;
    }

    /** In the new graph, what a value of the old one has become. */
    Value value(String name) {
        return values.get(name).get();
    }

    /** The node that makes the value, if it is of this operator. */
    Optional<Node> maker(OnnxOperator operator, String name) {
        return Optional.ofNullable(makers.get(name)).filter(node -> node.operator() == operator);
    }

    /** The node of this operator that makes the value, if nobody else uses that. */
    Optional<Node> only(OnnxOperator operator, String name) {
        return maker(operator, name).filter(node -> uses.get(name) == 1);
    }

    /** Both orders of the operands of a sum or product. */
    static Stream<List<String>> orders(Node node) {
        List<String> in = node.inputs();
        return Stream.of(in, List.of(in.get(1), in.get(0)));
    }

    Optional<Tensor> constant(String name) {
        return Optional.ofNullable(graph.initialisers().get(name));
    }
}
