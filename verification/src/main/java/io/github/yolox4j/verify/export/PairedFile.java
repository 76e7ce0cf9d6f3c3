package io.github.yolox4j.verify.export;

import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.onnx.file.OnnxHeader;
import io.github.yolox4j.onnx.file.OnnxInside;
import io.github.yolox4j.onnx.file.OnnxInside.Made;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.verify.runtime.Declared;
import io.github.yolox4j.verify.runtime.OnnxSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One of two files that are compared. Without the metadata of the exporter, nothing is known about its detector. */
record PairedFile(
        Path path,
        OnnxInside inside,
        Map<String, Declared> inputs,
        Map<String, Declared> outputs,
        Optional<ModelMetadata> facts) {

    private static final String DETECTOR = "decode";

    static PairedFile read(Path path, SessionSettings settings) throws IOException {
        byte[] bytes = bytes(path);
        header(path, bytes);
        try (OnnxSession session = OnnxSession.open(path, settings)) {
            return new PairedFile(
                    path,
                    OnnxInside.of(bytes),
                    session.inputs(),
                    session.outputs(),
                    session.metadata().containsKey(DETECTOR)
                            ? Optional.of(ModelMetadata.of(session.metadata()))
                            : Optional.empty());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    static byte[] bytes(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException("no such ONNX file: " + path);
        }
        return Files.readAllBytes(path);
    }

    /** @throws IOException if the bytes are no ONNX file; the message names the path */
    static OnnxHeader header(Path path, byte[] bytes) throws IOException {
        try {
            return OnnxHeader.read(bytes);
        } catch (IOException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    Map<String, Tensor> named(List<Tensor> given) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (String name : inputs.keySet()) {
            named.put(name, given.get(named.size()));
        }
        return named;
    }

    Set<String> values() {
        return inside.made().stream().map(Made::value).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Those of some values that are of single precision. */
    Set<String> floats(Set<String> values, SessionSettings settings) throws IOException {
        if (values.isEmpty()) {
            return values;
        }
        try (OnnxSession session = OnnxSession.of(path.toString(), inside.showing(values), settings)) {
            Set<String> floats = new LinkedHashSet<>(values);
            floats.removeIf(value -> !session.outputs().get(value).type().equals(Declared.FLOAT));
            return floats;
        }
    }

    Optional<Form> form() {
        return facts.map(ModelMetadata::form);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
