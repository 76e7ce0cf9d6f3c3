package io.github.yolox4j.onnx.file;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers of a tensor in a file beside the model, as exporters of large models write them.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/docs/ExternalData.md">ONNX External Data</a>
 */
final class ExternalData {

    private ExternalData() {}

    /**
     * The bytes.
     *
     * @param model the file of the model; the numbers must lie in its folder or below
     * @throws IOException if they lie elsewhere, or cannot be read; the message names the file
     */
    static ByteBuffer of(TensorProto tensor, Path model) throws IOException {
        Map<String, String> facts = new HashMap<>();
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            facts.put(entry.getKey(), entry.getValue());
        }
        Path folder = model.toAbsolutePath().normalize().getParent();
        Path file = folder.resolve(facts.getOrDefault("location", "")).normalize();
        if (!file.startsWith(folder) || file.equals(folder)) {
            throw new IllegalArgumentException(
                    "its values are in '" + facts.get("location") + "', which is not in the folder of the model");
        }
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("its values are in " + file + ", and there is no such file");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            long offset = number(facts, "offset", 0);
            long length = number(facts, "length", channel.size() - offset);
            if (offset < 0 || length < 0 || offset + length > channel.size()) {
                throw new IllegalArgumentException("its values are bytes " + offset + " to " + (offset + length)
                        + " of " + file + ", which has " + channel.size());
            }
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offset + bytes.position()) < 0) {
                    throw new EOFException(file + ": ends too early");
                }
            }
            return bytes.flip();
        }
    }

    private static long number(Map<String, String> facts, String key, long otherwise) {
        String text = facts.get(key);
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("its '" + key + "' must be a whole number, is '" + text + "'", e);
        }
    }
}
