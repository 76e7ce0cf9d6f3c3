package io.github.yolox4j.onnx.file;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file says about itself, without its graph.
 *
 * @param producer name of the program that made it
 * @param inputs names, in order
 * @param outputs names, in order
 * @param metadata facts by key
 */
public record OnnxHeader(
        String producer,
        String producerVersion,
        List<String> inputs,
        List<String> outputs,
        Map<String, String> metadata) {

    public OnnxHeader {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        metadata = Map.copyOf(metadata);
    }

    /**
     * Reads the header.
     *
     * @throws IOException if the bytes are no ONNX file, or the rest of one is missing
     */
    public static OnnxHeader read(byte[] file) throws IOException {
        ModelProto model = model(file);
        return new OnnxHeader(
                model.getProducerName(),
                model.getProducerVersion(),
                model.getGraph().getInputList().stream()
                        .map(ValueInfoProto::getName)
                        .toList(),
                model.getGraph().getOutputList().stream()
                        .map(ValueInfoProto::getName)
                        .toList(),
                metadata(model));
    }

    /** The facts by key, in the file's order. */
    static Map<String, String> metadata(ModelProto model) {
        Map<String, String> metadata = new LinkedHashMap<>();
        model.getMetadataPropsList().forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
        return metadata;
    }

    static ModelProto model(byte[] file) throws IOException {
        try {
            ModelProto model = ModelProto.parseFrom(file);
            if (!model.hasGraph()) {
                throw new IOException("not an ONNX file: it contains no graph");
            }
            return model;
        } catch (InvalidProtocolBufferException e) {
            throw new IOException("not an ONNX file, or truncated: " + e.getMessage(), e);
        }
    }
}
