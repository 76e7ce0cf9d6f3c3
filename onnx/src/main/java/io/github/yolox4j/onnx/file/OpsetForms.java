package io.github.yolox4j.onnx.file;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.Attributes;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
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
        switch (node.operator()) {
            case GREATER_OR_EQUAL, LESS_OR_EQUAL -> before(12, node, this::strictOrEqual);
            case REDUCE_SUM, SQUEEZE, UNSQUEEZE -> before(13, node, old -> listAsAttribute(old, "axes"));
            case SPLIT -> before(13, node, old -> listAsAttribute(old, "split"));
            case SOFTMAX, LOG_SOFTMAX -> before(13, node, this::alongTheLastAxis);
            case RESIZE -> before(13, node, this::withRegion);
            case REDUCE_MEAN, REDUCE_MAX, REDUCE_MIN, REDUCE_PROD, REDUCE_L1, REDUCE_L2, REDUCE_SUM_SQUARE -> since(
                    18, node, this::axesAsInput);
            default -> plain(node);
        }
    }

    /** Writes a node in another form if the opset is older than {@code version}. */
    private void before(int version, Node node, Consumer<Node> form) {
        if (opset.isBefore(version)) {
            form.accept(node);
        } else {
            plain(node);
        }
    }

    /** Writes a node in another form from opset {@code version} on. */
    private void since(int version, Node node, Consumer<Node> form) {
        if (opset.isBefore(version)) {
            plain(node);
        } else {
            form.accept(node);
        }
    }

    private void plain(Node node) {
        nodes.add(start(node.name(), node.operator(), node.inputs(), node.outputs(), node.attributes())
                .build());
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
    private void listAsAttribute(Node node, String name) {
        NodeProto.Builder proto =
                start(node.name(), node.operator(), node.inputs().subList(0, 1), node.outputs(), node.attributes());
        if (node.inputs().size() > 1) {
            String list = node.inputs().get(1);
            Tensor constant = graph.initialisers().get(list);
            if (constant == null) {
                throw new IllegalArgumentException("node " + node.name() + ": in opset " + opset + " "
                        + node.operator().onnxName() + " takes its " + name + " as an attribute, but " + list
                        + " is no constant");
            }
            proto.addAttribute(Attribute.integers(name, constant.longs()).proto());
        }
        nodes.add(proto.build());
    }

    private void axesAsInput(Node node) {
        if (!node.attributes().has("axes")) {
            plain(node);
            return;
        }
        String axes = node.name() + "/axes";
        initialisers.put(axes, Tensor.list(node.attributes().integers("axes")));
        Attributes others = new Attributes(node.attributes().all().stream()
                .filter(a -> !a.name().equals("axes"))
                .toList());
        nodes.add(start(node.name(), node.operator(), List.of(node.inputs().get(0), axes), node.outputs(), others)
                .build());
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
        swap[axis] = rank - 1;
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
        nodes.add(start(node.name(), node.operator(), inputs, node.outputs(), node.attributes())
                .build());
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
        nodes.add(start(name, operator, inputs, outputs, new Attributes(Arrays.asList(attributes)))
                .build());
    }

    private static NodeProto.Builder start(
            String name, OnnxOperator operator, List<String> inputs, List<String> outputs, Attributes attributes) {
        NodeProto.Builder proto = NodeProto.newBuilder()
                .setName(name)
                .setOpType(operator.onnxName())
                .setDomain(operator.domain().text())
                .addAllInput(inputs)
                .addAllOutput(outputs);
        attributes.all().forEach(attribute -> proto.addAttribute(attribute.proto()));
        return proto;
    }
}
