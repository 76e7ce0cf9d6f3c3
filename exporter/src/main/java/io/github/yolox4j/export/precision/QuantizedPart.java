package io.github.yolox4j.export.precision;

import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which convolutions of a graph become integer ones, and which values become bytes: what those convolutions read and
 * write, and what they read through operators that can do with bytes (SiLU, pooling, nearest resizing, joining,
 * adding).
 */
final class QuantizedPart {

    /** Operators that have a form on bytes in runtimes. */
    private static final Set<OnnxOperator> CARRYING = EnumSet.of(
            OnnxOperator.MAX_POOL,
            OnnxOperator.RESIZE,
            OnnxOperator.CONCAT,
            OnnxOperator.ADD,
            OnnxOperator.SIGMOID,
            OnnxOperator.MUL);

    /** Of these, those whose output holds numbers of the input only: bytes pass unchanged. */
    private static final Set<OnnxOperator> PASSING = EnumSet.of(OnnxOperator.MAX_POOL, OnnxOperator.RESIZE);

    private final List<Node> convolutions = new ArrayList<>();
    private final Set<String> values = new LinkedHashSet<>();
    private final Map<String, String> origins = new HashMap<>();
    private final Map<String, List<Node>> readers = new HashMap<>();

    private QuantizedPart() {}

    /** @param inFloat layers left out */
    static QuantizedPart of(OnnxGraph graph, Set<String> inFloat) {
        QuantizedPart part = new QuantizedPart();
        NetworkBody body = NetworkBody.of(graph);
        Map<String, Integer> uses = graph.uses();
        Set<String> needed = new LinkedHashSet<>();
        Set<String> floats = new HashSet<>();
        for (Node node : graph.nodes()) {
            if (NetworkBody.isConvolution(node) && !isInteger(graph, uses, body, inFloat, node)) {
                floats.addAll(node.outputs());
            }
        }
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            if (NetworkBody.isConvolution(node)) {
                if (!floats.contains(node.output())) {
                    part.convolutions.add(0, node);
                    needed.add(node.inputs().get(0));
                    needed.add(node.output());
                }
            } else if (body.contains(node)
                    && needed.contains(node.outputs().get(0))
                    && carries(node)
                    && Collections.disjoint(node.inputs(), floats)) {
                part.carry(graph, node, needed);
            }
        }
        graph.nodes().forEach(node -> node.inputs().forEach(value -> part.readers
                .computeIfAbsent(value, name -> new ArrayList<>())
                .add(node)));
        graph.inputs().stream()
                .map(port -> port.name())
                .filter(needed::contains)
                .forEach(part.values::add);
        graph.nodes()
                .forEach(
                        node -> node.outputs().stream().filter(needed::contains).forEach(part.values::add));
        return part;
    }

    /**
     * A convolution left in float writes floats: a pair behind it would make ONNX Runtime put its weights into bytes by
     * itself.
     */
    private static boolean isInteger(
            OnnxGraph graph, Map<String, Integer> uses, NetworkBody body, Set<String> inFloat, Node convolution) {
        return !body.isPrediction(convolution)
                && hasOwnWeights(graph, uses, convolution)
                && !inFloat.contains(layer(convolution));
    }

    private static boolean carries(Node node) {
        boolean blends = node.operator() == OnnxOperator.RESIZE
                && !node.attributes().text("mode", "nearest").equals("nearest");
        return CARRYING.contains(node.operator()) && !blends;
    }

    private void carry(OnnxGraph graph, Node node, Set<String> needed) {
        if (PASSING.contains(node.operator())) {
            needed.add(node.inputs().get(0));
            origins.put(node.outputs().get(0), node.inputs().get(0));
            return;
        }
        node.inputs().stream()
                .filter(value -> !graph.initialisers().containsKey(value))
                .forEach(needed::add);
    }

    /** Whether its weight and bias are constants of floats that no other node reads. */
    private static boolean hasOwnWeights(OnnxGraph graph, Map<String, Integer> uses, Node convolution) {
        return convolution.inputs().stream().skip(1).allMatch(value -> {
            Tensor tensor = graph.initialisers().get(value);
            return tensor != null && tensor.element() == ElementType.FLOAT && uses.get(value) == 1;
        });
    }

    /** The name of a convolution: that of its weight without the last part. */
    static String layer(Node convolution) {
        return convolution.inputs().get(1).replaceFirst("\\.weight$", "");
    }

    List<Node> convolutions() {
        return convolutions;
    }

    /** The values that become bytes, in the order in which the graph makes them. */
    Set<String> values() {
        return values;
    }

    /** Whether it goes into \( x \sigma(x) \) and nowhere else. */
    boolean isOnlyReadBySilu(String value) {
        List<Node> all = readers.getOrDefault(value, List.of());
        Optional<Node> gate = all.stream()
                .filter(node -> node.operator() == OnnxOperator.SIGMOID)
                .findFirst();
        return all.size() == 2
                && gate.isPresent()
                && all.stream()
                        .anyMatch(node -> node.operator() == OnnxOperator.MUL
                                && node.inputs().contains(gate.get().output()));
    }

    /** The value whose bytes these are too. */
    String origin(String value) {
        String origin = value;
        while (origins.containsKey(origin)) {
            origin = origins.get(origin);
        }
        return origin;
    }
}
