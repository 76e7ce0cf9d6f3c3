package io.github.yolox4j.export.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The values inside a file, which can be shown as its outputs. */
public final class OnnxInside {

    private final ModelProto model;

    private OnnxInside(ModelProto model) {
        this.model = model;
    }

    /**
     * What a node makes.
     *
     * @param node its name
     * @param operator as ONNX calls it
     * @param value that it makes
     * @param reads constants that it reads
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
        GraphProto graph = model.getGraph();
        List<String> constants =
                graph.getInitializerList().stream().map(TensorProto::getName).toList();
        List<Made> made = new ArrayList<>();
        for (NodeProto node : graph.getNodeList()) {
            List<String> reads =
                    node.getInputList().stream().filter(constants::contains).toList();
            for (String value : node.getOutputList()) {
                made.add(new Made(node.getName(), node.getOpType(), value, reads));
            }
        }
        return made;
    }

    /** The file with other outputs: these values, in this order. */
    public byte[] showing(List<String> values) {
        GraphProto graph = model.getGraph();
        Map<String, ValueInfoProto> declared = Stream.concat(
                        graph.getOutputList().stream(), graph.getValueInfoList().stream())
                .collect(Collectors.toMap(ValueInfoProto::getName, Function.identity(), (one, other) -> one));
        GraphProto.Builder shown = graph.toBuilder().clearOutput();
        for (String value : values) {
            shown.addOutput(declared.getOrDefault(
                    value, ValueInfoProto.newBuilder().setName(value).build()));
        }
        return model.toBuilder().setGraph(shown).build().toByteArray();
    }
}
