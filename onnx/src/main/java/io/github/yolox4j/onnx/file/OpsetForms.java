package io.github.yolox4j.onnx.file;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * The nodes of a graph as an opset writes them. Graphs are built in the form of opset 17; operators that look different
 * in another one are all here:
 *
 * <table>
 * <caption>What changed, and when</caption>
 * <tr><th>before 12</th><td>GreaterOrEqual, LessOrEqual do not exist: Or of the strict comparison and Equal</td></tr>
 * <tr><th>before 13</th><td>axes of ReduceSum, Squeeze, Unsqueeze and lengths of Split are attributes; Softmax and
 * LogSoftmax flatten what follows their axis, so that the axis must be the last; Resize needs its roi</td></tr>
 * <tr><th>from 18</th><td>axes of the other reductions are an input</td></tr>
 * </table>
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/docs/Changelog.md">ONNX operator change log</a>
 */
final class OpsetForms {

    private final OnnxGraph graph;
    private final Opset opset;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final Map<String, Tensor> initialisers;

    private OpsetForms(OnnxGraph graph, Opset opset) {
        this.graph = graph;
        this.opset = opset;
        this.initialisers = new LinkedHashMap<>(graph.initialisers());
    }

    static OpsetForms of(OnnxGraph graph, Opset opset) {
        OpsetForms forms = new OpsetForms(graph, opset);
        graph.nodes().forEach(forms::write);
        Set<String> read = new HashSet<>();
        forms.nodes.forEach(node -> read.addAll(node.getInputList()));
        graph.outputs().forEach(port -> read.add(port.name()));
        forms.initialisers.keySet().retainAll(read);
        return forms;
    }

    List<NodeProto> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /** The constants that these nodes read. */
    Map<String, Tensor> initialisers() {
        return Collections.unmodifiableMap(initialisers);
    }

    private void write(Node node) {
        boolean before13 = opset.isBefore(13);
        Consumer<Node> form =
                switch (node.operator()) {
                    case GREATER_OR_EQUAL, LESS_OR_EQUAL -> opset.isBefore(12) ? this::strictOrEqual : this::plain;
                    case REDUCE_SUM, SQUEEZE, UNSQUEEZE, SPLIT -> before13 ? this::listAsAttribute : this::plain;
                    case SOFTMAX, LOG_SOFTMAX -> before13 ? this::alongTheLastAxis : this::plain;
                    case RESIZE -> before13 ? this::withRegion : this::plain;
                    case REDUCE_MEAN,
                            REDUCE_MAX,
                            REDUCE_MIN,
                            REDUCE_PROD,
                            REDUCE_L1,
                            REDUCE_L2,
                            REDUCE_SUM_SQUARE -> opset.isBefore(18) ? this::plain : this::axesAsInput;
                    default -> this::plain;
                };
        form.accept(node);
    }

    private void plain(Node node) {
        plain(node, node.inputs(), node.attributes().all());
    }

    private void plain(Node node, List<String> inputs, List<Attribute> attributes) {
        add(node.name(), node.operator(), inputs, node.outputs(), attributes.toArray(Attribute[]::new));
    }

    private void strictOrEqual(Node node) {
        boolean greater = node.operator() == OnnxOperator.GREATER_OR_EQUAL;
        String strict = node.name() + "/strict";
        String equal = node.name() + "/equal";
        add(strict, greater ? OnnxOperator.GREATER : OnnxOperator.LESS, node.inputs(), List.of(strict));
        add(equal, OnnxOperator.EQUAL, node.inputs(), List.of(equal));
        add(node.name(), OnnxOperator.OR, List.of(strict, equal), node.outputs());
    }

    /** The constant list in the second input, if there is one, as an attribute. */
    private void listAsAttribute(Node node) {
        String name = node.operator() == OnnxOperator.SPLIT ? "split" : "axes";
        List<Attribute> attributes = new ArrayList<>(node.attributes().all());
        if (node.inputs().size() > 1) {
            String list = node.inputs().get(1);
            Tensor constant = graph.initialisers().get(list);
            if (constant == null) {
                throw new IllegalArgumentException("node " + node.name() + ": in opset " + opset + " "
                        + node.operator().onnxName() + " takes its " + name + " as an attribute, but " + list
                        + " is no constant");
            }
            attributes.add(Attribute.integers(name, constant.longs()));
        }
        plain(node, node.inputs().subList(0, 1), attributes);
    }

    private void axesAsInput(Node node) {
        if (!node.attributes().has("axes")) {
            plain(node);
            return;
        }
        String axes = node.name() + "/axes";
        initialisers.put(axes, Tensor.list(node.attributes().integers("axes")));
        List<Attribute> others = node.attributes().all().stream()
                .filter(a -> !a.name().equals("axes"))
                .toList();
        plain(node, List.of(node.inputs().get(0), axes), others);
    }

    private void alongTheLastAxis(Node node) {
        int rank = type(node.output()).shape().rank();
        int axis = type(node.output()).shape().axis(node.attributes().integer("axis", -1));
        Attribute last = Attribute.integer("axis", rank - 1);
        if (axis == rank - 1) {
            add(node.name(), node.operator(), node.inputs(), node.outputs(), last);
            return;
        }
        long[] swap = LongStream.range(0, rank).toArray();
        swap[axis] = rank - 1L;
        swap[rank - 1] = axis;
        Attribute order = Attribute.integers("perm", swap);
        String moved = node.name() + "/moved";
        String made = node.name() + "/made";
        add(moved, OnnxOperator.TRANSPOSE, node.inputs(), List.of(moved), order);
        add(made, node.operator(), List.of(moved), List.of(made), last);
        add(node.name(), OnnxOperator.TRANSPOSE, List.of(made), node.outputs(), order);
    }

    /** An empty region of interest. */
    private void withRegion(Node node) {
        String region = node.name() + "/roi";
        initialisers.put(region, Tensor.ofFloats(new long[] {0}));
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.set(1, region);
        if (inputs.size() > 3 && inputs.get(2).isEmpty()) {
            String scales = node.name() + "/scales";
            initialisers.put(scales, Tensor.ofFloats(new long[] {0}));
            inputs.set(2, scales);
        }
        plain(node, inputs, node.attributes().all());
    }

    private TensorType type(String value) {
        TensorType type = graph.types().get(value);
        if (type == null) {
            throw new IllegalArgumentException("the rank of " + value + " is not known, opset " + opset + " needs it");
        }
        return type;
    }

    private void add(
            String name, OnnxOperator operator, List<String> inputs, List<String> outputs, Attribute... attributes) {
        NodeProto.Builder proto = NodeProto.newBuilder()
                .setName(name)
                .setOpType(operator.onnxName())
                .setDomain(operator.domain().text())
                .addAllInput(inputs)
                .addAllOutput(outputs);
        for (Attribute attribute : attributes) {
            proto.addAttribute(attribute.proto());
        }
        nodes.add(proto.build());
    }
}
