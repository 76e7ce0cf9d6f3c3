package io.github.yolox4j.export.precision;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Port;
import io.github.yolox4j.onnx.pass.DeadNodeRemoval;
import io.github.yolox4j.onnx.pass.GraphPass;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.HalfFloat;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The network in half precision, weights and values. Inputs and outputs stay in single precision, and so does what
 * comes before the first convolution and after the last ones: decoding multiplies and exponentiates, where 10 bits of
 * mantissa would be pixels.
 */
public final class HalfPrecision implements GraphPass {

    @Override
    public OnnxGraph apply(OnnxGraph graph) {
        return new DeadNodeRemoval().apply(new Rewriting(graph).run());
    }

    private static final class Rewriting {
        private final OnnxGraph graph;
        private final NetworkBody body;
        private final List<Node> nodes = new ArrayList<>();
        private final Map<String, Tensor> constants;
        private final Map<String, TensorType> types;
        /** Values by the name of what they are in half precision. */
        private final Map<String, String> halves = new HashMap<>();

        private final Map<String, String> singles = new HashMap<>();

        Rewriting(OnnxGraph graph) {
            this.graph = graph;
            this.body = new NetworkBody(graph);
            this.constants = new LinkedHashMap<>(graph.initialisers());
            this.types = new HashMap<>(graph.types());
            graph.inputs().forEach(port -> types.put(port.name(), port.type()));
        }

        OnnxGraph run() {
            for (Node node : graph.nodes()) {
                if (body.contains(node) && isOfFloats(node)) {
                    nodes.add(inHalf(node));
                } else {
                    nodes.add(node.withInputs(
                            node.inputs().stream().map(this::inSingle).toList()));
                }
            }
            for (Port output : graph.outputs()) {
                if (halves.containsValue(output.name())) {
                    throw new IllegalArgumentException(
                            "output " + output.name() + " is an output that becomes half precision");
                }
            }
            return new OnnxGraph(graph.name(), nodes, constants, graph.inputs(), graph.outputs(), types);
        }

        /** Whether all it makes is in single precision. */
        private boolean isOfFloats(Node node) {
            return node.outputs().stream()
                    .allMatch(value ->
                            types.containsKey(value) && types.get(value).element() == ElementType.FLOAT);
        }

        private Node inHalf(Node node) {
            List<String> inputs = new ArrayList<>();
            for (int i = 0; i < node.inputs().size(); i++) {
                String value = node.inputs().get(i);
                boolean kept = node.operator() == OnnxOperator.RESIZE && i > 0;
                inputs.add(kept ? value : inHalf(value));
            }
            for (String value : node.outputs()) {
                types.put(
                        value,
                        new TensorType(ElementType.FLOAT16, types.get(value).shape()));
                halves.put(value, value);
            }
            return node.withInputs(inputs);
        }

        private String inHalf(String value) {
            Tensor constant = constants.get(value);
            if (constant != null && constant.element() == ElementType.FLOAT) {
                return halves.computeIfAbsent(value, name -> store(name, constant));
            }
            boolean single = constant == null && elementOf(value) == ElementType.FLOAT;
            return single ? halves.computeIfAbsent(value, name -> cast(name, ElementType.FLOAT16)) : value;
        }

        private String inSingle(String value) {
            boolean half = !constants.containsKey(value) && elementOf(value) == ElementType.FLOAT16;
            return half ? singles.computeIfAbsent(value, name -> cast(name, ElementType.FLOAT)) : value;
        }

        private String store(String name, Tensor constant) {
            for (float number : constant.floats()) {
                if (Math.abs(number) > HalfFloat.LARGEST) {
                    throw new IllegalArgumentException(
                            "constant " + name + " holds " + number + ", half precision ends at " + HalfFloat.LARGEST);
                }
            }
            String half = name + "/half";
            constants.put(half, Tensor.ofHalves(constant.shape(), constant.floats()));
            return half;
        }

        private String cast(String value, ElementType to) {
            String made = value + (to == ElementType.FLOAT ? "/single" : "/half");
            nodes.add(Node.of(OnnxOperator.CAST, List.of(value), made, Attribute.integer("to", to.code())));
            types.put(made, new TensorType(to, typeOf(value).shape()));
            return made;
        }

        private ElementType elementOf(String value) {
            return value.isEmpty() ? ElementType.BOOL : typeOf(value).element();
        }

        private TensorType typeOf(String value) {
            if (!types.containsKey(value)) {
                throw new IllegalArgumentException("the type of value " + value + " is not known");
            }
            return types.get(value);
        }
    }
}
