package io.github.yolox4j.export.precision;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.pass.DeadNodeRemoval;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts {@code QuantizeLinear} and {@code DequantizeLinear} between the maker and the readers of each value that becomes
 * bytes.
 */
final class QdqRewriting {

    private static final Attribute OUTPUT_CHANNEL = Attribute.integer("axis", 0);

    private final OnnxGraph graph;
    private final Map<String, ActivationScale> scales;
    private final Set<String> integer;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants;
    private final Map<String, TensorType> types;
    private final Map<String, String> read = new HashMap<>();

    QdqRewriting(OnnxGraph graph, QuantizedPart part, Map<String, ActivationScale> scales) {
        this.graph = graph;
        this.scales = scales;
        this.integer = part.convolutions().stream().map(Node::name).collect(Collectors.toCollection(HashSet::new));
        this.constants = new LinkedHashMap<>(graph.initialisers());
        this.types = new HashMap<>(graph.types());
    }

    OnnxGraph run() {
        graph.inputs().forEach(port -> pair(port.name(), port.type()));
        for (Node node : graph.nodes()) {
            List<String> inputs = new ArrayList<>(node.inputs().stream()
                    .map(value -> read.getOrDefault(value, value))
                    .toList());
            if (integer.contains(node.name())) {
                quantizeWeights(node, inputs);
            }
            nodes.add(node.withInputs(inputs));
            node.outputs().forEach(value -> pair(value, types.get(value)));
        }
        return new DeadNodeRemoval()
                .apply(new OnnxGraph(graph.name(), nodes, constants, graph.inputs(), graph.outputs(), types));
    }

    /** A pair behind {@code value}, if it becomes bytes. */
    private void pair(String value, TensorType type) {
        ActivationScale scale = scales.get(value);
        if (scale == null) {
            return;
        }
        String bytes = value + "/bytes";
        String back = value + "/back";
        String factor = constant(value + "/scale", Tensor.scalar(scale.scale()));
        Tensor zeroPoint = Tensor.ofWhole(ElementType.UINT8, new long[0], scale.zeroPoint());
        String zero = constant(value + "/zero_point", zeroPoint);
        nodes.add(Node.of(OnnxOperator.QUANTIZE_LINEAR, List.of(value, factor, zero), bytes));
        nodes.add(Node.of(OnnxOperator.DEQUANTIZE_LINEAR, List.of(bytes, factor, zero), back));
        types.put(bytes, new TensorType(ElementType.UINT8, type.shape()));
        types.put(back, type);
        read.put(value, back);
    }

    private void quantizeWeights(Node convolution, List<String> inputs) {
        String weight = convolution.inputs().get(1);
        float scale = scales.get(convolution.inputs().get(0)).scale();
        WeightScales channels = WeightScales.of(graph.initialisers().get(weight));
        inputs.set(1, dequantized(weight, channels.quantized(), channels.scaleTensor()));
        if (inputs.size() > 2) {
            String bias = convolution.inputs().get(2);
            Tensor whole = channels.bias(graph.initialisers().get(bias), scale);
            inputs.set(2, dequantized(bias, whole, channels.biasScales(scale)));
        }
    }

    /** Whole numbers in place of a parameter; the name of their values. */
    private String dequantized(String parameter, Tensor whole, Tensor channelScales) {
        String back = parameter + "/back";
        int channels = channelScales.size();
        Tensor zeros = Tensor.ofWhole(whole.element(), new long[] {channels}, new long[channels]);
        List<String> inputs = List.of(
                constant(parameter + "/quantized", whole),
                constant(parameter + "/scale", channelScales),
                constant(parameter + "/zero_point", zeros));
        nodes.add(Node.of(OnnxOperator.DEQUANTIZE_LINEAR, inputs, back, OUTPUT_CHANNEL));
        types.put(back, new TensorType(ElementType.FLOAT, whole.type().shape()));
        return back;
    }

    private String constant(String name, Tensor tensor) {
        constants.put(name, tensor);
        return name;
    }
}
