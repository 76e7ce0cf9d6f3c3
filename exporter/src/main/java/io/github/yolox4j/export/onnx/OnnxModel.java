package io.github.yolox4j.export.onnx;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    /** The bytes of the file. */
    public byte[] toBytes() {
        return ModelProtos.of(this).toByteArray();
    }

    /**
     * Writes the file. The bytes go to a neighbouring temporary file that takes the name at the end, so that the name never stands
     * for half a file, and nothing is left if writing fails.
     *
     * @throws IOException if {@code file} cannot be written; the message names it
     */
    public void write(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("cannot write " + file + ": there is no folder " + folder);
        }
        if (Files.isDirectory(target)) {
            throw new IOException("cannot write " + file + ": it is a folder");
        }
        Path aside = null;
        try {
            aside = Files.createTempFile(folder, "." + target.getFileName() + "-", ".part");
            Files.write(aside, toBytes());
            move(aside, target);
        } catch (IOException e) {
            throw new IOException("cannot write " + file + ": " + e, e);
        } finally {
            if (aside != null) {
                Files.deleteIfExists(aside);
            }
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
