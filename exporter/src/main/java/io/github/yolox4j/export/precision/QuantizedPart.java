package io.github.yolox4j.export.precision;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.CONCAT;
import static io.github.yolox4j.onnx.OnnxOperator.MAX_POOL;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.RESIZE;
import static io.github.yolox4j.onnx.OnnxOperator.SIGMOID;

import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Port;
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
import java.util.Set;

/**
 * Which convolutions of a graph become integer ones, and which values become bytes: what those convolutions read and
 * write, and what they read through operators that can do with bytes (SiLU, pooling, nearest resizing, joining,
 * adding).
 */
final class QuantizedPart {

    /** Operators that have a form on bytes in runtimes. */
    private static final Set<OnnxOperator> CARRYING = EnumSet.of(MAX_POOL, RESIZE, CONCAT, ADD, SIGMOID, MUL);

    /** Of these, those whose output holds numbers of the input only: bytes pass unchanged. */
    private static final Set<OnnxOperator> PASSING = EnumSet.of(MAX_POOL, RESIZE);

    private final OnnxGraph graph;
    private final NetworkBody body;
    private final List<Node> convolutions = new ArrayList<>();
    private final Set<String> values = new LinkedHashSet<>();
    private final Map<String, String> origins = new HashMap<>();
    private final Map<String, List<Node>> readers = new HashMap<>();

    private QuantizedPart(OnnxGraph graph) {
        this.graph = graph;
        this.body = new NetworkBody(graph);
        graph.nodes().forEach(node -> node.inputs()
                .forEach(value -> readers.computeIfAbsent(value, name -> new ArrayList<>())
                        .add(node)));
    }

    /** @param inFloat layers left out */
    static QuantizedPart of(OnnxGraph graph, Set<String> inFloat) {
        QuantizedPart part = new QuantizedPart(graph);
        Set<String> needed = part.needed(inFloat);
        graph.inputs().stream().map(Port::name).filter(needed::contains).forEach(part.values::add);
        graph.nodes().stream()
                .flatMap(node -> node.outputs().stream())
                .filter(needed::contains)
                .forEach(part.values::add);
        return part;
    }

    /** Finds the convolutions, from the last to the first, and the values that they need as bytes. */
    private Set<String> needed(Set<String> inFloat) {
        Map<String, Integer> uses = graph.uses();
        Set<String> needed = new HashSet<>();
        Set<String> floats = new HashSet<>();
        graph.nodes().stream()
                .filter(node -> NetworkBody.isConvolution(node) && !isInteger(node, uses, inFloat))
                .forEach(node -> floats.addAll(node.outputs()));
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            if (NetworkBody.isConvolution(node)) {
                if (!floats.contains(node.output())) {
                    convolutions.add(0, node);
                    needed.add(node.inputs().get(0));
                    needed.add(node.output());
                }
            } else if (body.contains(node)
                    && needed.contains(node.outputs().get(0))
                    && carries(node)
                    && Collections.disjoint(node.inputs(), floats)) {
                carry(node, needed);
            }
        }
        return needed;
    }

    /**
     * A convolution left in float writes floats: a pair behind it would make ONNX Runtime put its weights into bytes by
     * itself. An integer one has a weight and bias that are constants of floats and that no other node reads.
     */
    private boolean isInteger(Node convolution, Map<String, Integer> uses, Set<String> inFloat) {
        return !body.isPrediction(convolution)
                && !inFloat.contains(layer(convolution))
                && convolution.inputs().stream().skip(1).allMatch(value -> {
                    Tensor tensor = graph.initialisers().get(value);
                    return tensor != null && tensor.element() == ElementType.FLOAT && uses.get(value) == 1;
                });
    }

    private static boolean carries(Node node) {
        boolean blends = node.operator() == RESIZE
                && !node.attributes().text("mode", "nearest").equals("nearest");
        return CARRYING.contains(node.operator()) && !blends;
    }

    private void carry(Node node, Set<String> needed) {
        if (PASSING.contains(node.operator())) {
            needed.add(node.inputs().get(0));
            origins.put(node.outputs().get(0), node.inputs().get(0));
            return;
        }
        node.inputs().stream()
                .filter(value -> !graph.initialisers().containsKey(value))
                .forEach(needed::add);
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
        List<Node> gates =
                all.stream().filter(node -> node.operator() == SIGMOID).toList();
        return all.size() == 2
                && gates.size() == 1
                && all.stream()
                        .anyMatch(node -> node.operator() == MUL
                                && node.inputs().contains(gates.get(0).output()));
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
