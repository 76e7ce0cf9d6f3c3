package io.github.yolox4j.export.onnx;

import io.github.yolox4j.model.file.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an ONNX file holds: a graph, who made it, and facts about it.
 *
 * @param producer name of the program that made it
 * @param metadata facts by key, the file's {@code metadata_props}
 */
public record OnnxModel(OnnxGraph graph, String producer, String producerVersion, Map<String, String> metadata) {

    /** The version of the standard operators. */
    public static final int OPSET = 17;

    /** The version of the file format. */
    public static final int IR_VERSION = 8;

    public OnnxModel {
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /** The same file with another graph. */
    public OnnxModel withGraph(OnnxGraph other) {
        return new OnnxModel(other, producer, producerVersion, metadata);
    }

    /** The same file with one more fact. */
    public OnnxModel withFact(String key, String value) {
        Map<String, String> more = new TreeMap<>(metadata);
        more.put(key, value);
        return new OnnxModel(graph, producer, producerVersion, more);
    }

    /** The bytes of the file. */
    public byte[] toBytes() {
        return ModelProtos.of(this).toByteArray();
    }

    /**
     * Writes the file: the whole of it or nothing.
     *
     * @throws IOException if {@code file} cannot be written; the message names it
     */
    public void write(Path file) throws IOException {
        WholeFile.write(file, out -> out.write(toBytes()));
    }
}
