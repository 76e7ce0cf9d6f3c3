package io.github.yolox4j.onnx.pass;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.SIGMOID;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;

import io.github.yolox4j.onnx.Attributes;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The gradient of \( y = x s,\ s = \sigma(x) \) with fewer passes. The product rule gives \( g s + g x s (1 - s) \) in
 * six; the same is \( g\,(s + y (1 - s)) \), where \(y\) and \(s\) are known from the forward pass.
 */
public final class SiluGradients implements GraphPass {

    @Override
    public OnnxGraph apply(OnnxGraph graph) {
        return new Rewriting(graph).run();
    }

    private static final class Rewriting {
        private final OnnxGraph graph;
        private final Map<String, Node> makers = new HashMap<>();
        private final List<Node> nodes = new ArrayList<>();
        private final Map<String, TensorType> types;

        Rewriting(OnnxGraph graph) {
            this.graph = graph;
            this.types = new HashMap<>(graph.types());
            graph.nodes().forEach(node -> node.outputs().forEach(value -> makers.put(value, node)));
        }

        OnnxGraph run() {
            for (Node node : graph.nodes()) {
                Optional<Match> match = node.operator() == ADD ? match(node) : Optional.empty();
                match.ifPresentOrElse(found -> write(node, found), () -> nodes.add(node));
            }
            return new OnnxGraph(graph.name(), nodes, graph.initialisers(), graph.inputs(), graph.outputs(), types);
        }

        private record Match(String g, String x, String s, String rest) {}

        private Optional<Match> match(Node sum) {
            return match(sum.inputs().get(0), sum.inputs().get(1))
                    .or(() -> match(sum.inputs().get(1), sum.inputs().get(0)));
        }

        /** {@code direct} as g s, {@code inner} as g x s (1 - s). */
        private Optional<Match> match(String direct, String inner) {
            for (List<String> outer : factors(inner)) {
                Node rest = makers.get(outer.get(1));
                if (rest == null
                        || rest.operator() != SUB
                        || !isOne(rest.inputs().get(0))) {
                    continue;
                }
                for (List<String> middle : factors(outer.get(0))) {
                    Optional<String> x = sigmoidOf(middle.get(1));
                    if (x.isEmpty() || !x.equals(sigmoidOf(rest.inputs().get(1)))) {
                        continue;
                    }
                    for (List<String> product : factors(middle.get(0))) {
                        for (List<String> gs : factors(direct)) {
                            boolean isGradient = product.get(1).equals(x.get())
                                    && product.get(0).equals(gs.get(0))
                                    && x.equals(sigmoidOf(gs.get(1)));
                            if (isGradient) {
                                return Optional.of(new Match(gs.get(0), x.get(), gs.get(1), outer.get(1)));
                            }
                        }
                    }
                }
            }
            return Optional.empty();
        }

        /** Both orders of a product's factors; none if the value is no product. */
        private List<List<String>> factors(String value) {
            Node node = makers.get(value);
            if (node == null || node.operator() != MUL) {
                return List.of();
            }
            List<String> in = node.inputs();
            return List.of(in, List.of(in.get(1), in.get(0)));
        }

        private Optional<String> sigmoidOf(String value) {
            Node node = makers.get(value);
            return node != null && node.operator() == SIGMOID
                    ? Optional.of(node.inputs().get(0))
                    : Optional.empty();
        }

        private boolean isOne(String value) {
            Tensor constant = graph.initialisers().get(value);
            return constant != null && constant.equals(Tensor.scalar(1));
        }

        private void write(Node sum, Match match) {
            String y = add(sum, "silu", MUL, match.x(), match.s());
            String bent = add(sum, "bent", MUL, y, match.rest());
            String slope = add(sum, "slope", ADD, match.s(), bent);
            nodes.add(new Node(sum.name(), MUL, List.of(match.g(), slope), sum.outputs(), new Attributes(List.of())));
        }

        private String add(Node sum, String local, OnnxOperator operator, String a, String b) {
            String name = sum.name() + "." + local;
            nodes.add(new Node(name, operator, List.of(a, b), List.of(name), new Attributes(List.of())));
            types.put(name, types.get(sum.output()));
            return name;
        }
    }
}
