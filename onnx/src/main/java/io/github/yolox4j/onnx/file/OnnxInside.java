package io.github.yolox4j.onnx.file;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.github.yolox4j.onnx.tensor.ElementType;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The nodes of a file and the values between them, which can be shown as outputs, and given as inputs. */
public final class OnnxInside {

    private final ModelProto model;
    private final List<Made> made = new ArrayList<>();
    private final Map<String, NodeProto> makers = new HashMap<>();

    /** Inputs of the file that are no constants; old files list those as inputs too. */
    private final Set<String> inputs = new HashSet<>();

    private OnnxInside(ModelProto model) {
        this.model = model;
        model.getGraph().getInputList().forEach(input -> inputs.add(input.getName()));
        model.getGraph().getInitializerList().forEach(constant -> inputs.remove(constant.getName()));
        for (NodeProto node : model.getGraph().getNodeList()) {
            List<String> reads = reads(node);
            for (String value : node.getOutputList()) {
                String name = node.getName().isEmpty() ? value : node.getName();
                made.add(new Made(name, node.getOpType(), value, reads));
                makers.put(value, node);
            }
        }
    }

    /**
     * What a node makes.
     *
     * @param node its name; if it has none, that of the value
     * @param operator as ONNX calls it
     * @param value that it makes
     * @param reads what the node reads, constants included, in order
     */
    public record Made(String node, String operator, String value, List<String> reads) {

        public Made {
            reads = List.copyOf(reads);
        }
    }

    /**
     * Looks into a file.
     *
     * @throws IOException if the bytes are no ONNX file
     */
    public static OnnxInside of(byte[] file) throws IOException {
        return new OnnxInside(OnnxHeader.model(file));
    }

    /** What all nodes make, in their order. */
    public List<Made> made() {
        return List.copyOf(made);
    }

    /**
     * What a value is made from, once others are known.
     *
     * @param known values that are taken as they are, but for the one asked for
     * @return those of them, and inputs of the file, that it is computed from
     */
    public Set<String> sources(String value, Set<String> known) {
        Set<String> found = new LinkedHashSet<>();
        nodes(List.of(value), known).forEach(node -> found.addAll(reads(node)));
        found.removeIf(read -> !known.contains(read) && !inputs.contains(read));
        return found;
    }

    /** The whole file with other outputs: these values, in this order. */
    public byte[] showing(Collection<String> values) {
        GraphProto.Builder graph = model.getGraph().toBuilder().clearOutput().clearValueInfo();
        values.forEach(value -> graph.addOutput(ValueInfoProto.newBuilder().setName(value)));
        return model.toBuilder().setGraph(graph).build().toByteArray();
    }

    /**
     * Those nodes that make some values from others.
     *
     * @param values the outputs, in this order
     * @param known values of single precision that are not computed: whoever reads one, reads the input {@link #given}
     *     of it
     */
    public byte[] part(Collection<String> values, Set<String> known) {
        Set<String> fed = new LinkedHashSet<>();
        Set<String> needed = new HashSet<>();
        List<NodeProto> nodes = new ArrayList<>();
        for (NodeProto node : nodes(values, known)) {
            NodeProto.Builder copy = node.toBuilder();
            for (int i = 0; i < node.getInputCount(); i++) {
                String read = node.getInput(i);
                needed.add(read);
                if (known.contains(read)) {
                    copy.setInput(i, given(read));
                    fed.add(given(read));
                }
            }
            nodes.add(copy.build());
        }
        GraphProto graph = model.getGraph();
        GraphProto.Builder part = graph.toBuilder()
                .clearNode()
                .clearInput()
                .clearInitializer()
                .clearOutput()
                .clearValueInfo()
                .addAllNode(nodes);
        graph.getInputList().stream()
                .filter(input -> needed.contains(input.getName()) && !known.contains(input.getName()))
                .forEach(part::addInput);
        graph.getInitializerList().stream()
                .filter(tensor -> needed.contains(tensor.getName()))
                .forEach(part::addInitializer);
        fed.forEach(input -> part.addInput(floats(input)));
        values.forEach(value -> part.addOutput(ValueInfoProto.newBuilder().setName(value)));
        return model.toBuilder().setGraph(part).build().toByteArray();
    }

    /** The input by which a {@link #part} is given a value. */
    public static String given(String value) {
        return "given " + value;
    }

    private static ValueInfoProto floats(String name) {
        ValueInfoProto.Builder info = ValueInfoProto.newBuilder().setName(name);
        info.getTypeBuilder().getTensorTypeBuilder().setElemType(ElementType.FLOAT.code());
        return info.build();
    }

    /** The nodes that make {@code values}, up to those that make {@code known} ones, in the file's order. */
    private List<NodeProto> nodes(Collection<String> values, Set<String> known) {
        Set<NodeProto> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(values);
        while (!open.isEmpty()) {
            NodeProto node = makers.get(open.pop());
            if (node != null && found.add(node)) {
                reads(node).stream().filter(read -> !known.contains(read)).forEach(open::push);
            }
        }
        return model.getGraph().getNodeList().stream().filter(found::contains).toList();
    }

    /** A name left empty stands for an input that the node does without. */
    private static List<String> reads(NodeProto node) {
        return node.getInputList().stream().filter(name -> !name.isEmpty()).toList();
    }
}
