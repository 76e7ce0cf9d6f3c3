package io.github.yolox4j.onnx.file;

import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.Opset;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an ONNX file holds: a graph, who made it, and facts about it.
 *
 * @param opset version of the standard operators
 * @param producer name of the program that made it
 * @param metadata facts by key, the file's {@code metadata_props}
 */
public record OnnxModel(
        OnnxGraph graph, Opset opset, String producer, String producerVersion, Map<String, String> metadata) {

    public OnnxModel {
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /** A model of the default opset. */
    public OnnxModel(OnnxGraph graph, String producer, String producerVersion, Map<String, String> metadata) {
        this(graph, Opset.DEFAULT, producer, producerVersion, metadata);
    }

    /** The same file with another graph. */
    public OnnxModel withGraph(OnnxGraph other) {
        return new OnnxModel(other, opset, producer, producerVersion, metadata);
    }

    /** The same file with one more fact. */
    public OnnxModel withFact(String key, String value) {
        Map<String, String> more = new TreeMap<>(metadata);
        more.put(key, value);
        return new OnnxModel(graph, opset, producer, producerVersion, more);
    }

    /** The bytes of the file. */
    public byte[] toBytes() {
        return ModelProtos.of(this).toByteArray();
    }

    /** Writes the bytes of the file; the stream stays open. */
    public void writeTo(OutputStream out) throws IOException {
        ModelProtos.of(this).writeTo(out);
    }
}
