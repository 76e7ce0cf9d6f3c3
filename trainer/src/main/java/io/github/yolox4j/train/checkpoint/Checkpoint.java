package io.github.yolox4j.train.checkpoint;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.model.file.UncompressedZip;
import io.github.yolox4j.model.network.DetectorFactory;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.StateDict;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.model.weights.file.Safetensors;
import io.github.yolox4j.train.optim.OptimizerState;
import io.github.yolox4j.train.optim.Sgd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained model and all that training needs to go on: a ZIP file of {@code checkpoint.json} and three safetensors
 * files, whose names and layouts are those of the reference state_dict.
 *
 * @param weights as the last step left them
 * @param average their moving average, which is evaluated and exported
 * @implNote Format 1 knew one optimiser, SGD, whose velocities it kept in a file of their own; it is still read.
 */
public record Checkpoint(
        ModelCard card, Progress progress, Weights weights, Weights average, OptimizerState optimizer) {

    private static final int FORMAT = 2;
    private static final int OLD_FORMAT = 1;
    private static final String HEADER = "checkpoint.json";
    private static final String WEIGHTS = "weights.safetensors";
    private static final String AVERAGE = "average.safetensors";
    private static final String OPTIMIZER = "optimizer.safetensors";
    private static final String OLD_VELOCITY = "velocity.safetensors";
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** Writes the file into a folder that exists: the whole of it or nothing. */
    public void write(Path file) throws IOException {
        WholeFile.write(file, this::writeTo);
    }

    private void writeTo(OutputStream out) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        header.put("format", FORMAT);
        card.write(header.putObject("model"));
        header.set("progress", JSON.valueToTree(progress));
        header.set("optimizer", JSON.valueToTree(new OptimizerCard(optimizer.optimizer(), optimizer.steps())));
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(0);
            zip.putNextEntry(entry(HEADER));
            zip.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(header));
            writeTensors(zip, WEIGHTS, StateDict.of(WEIGHTS, weights).tensors());
            writeTensors(zip, AVERAGE, StateDict.of(AVERAGE, average).tensors());
            writeTensors(zip, OPTIMIZER, optimizer.arrays());
        }
    }

    /** Without the time of writing: equal checkpoints are equal files. */
    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        return entry;
    }

    /** Whether the entries of a ZIP file are those of a checkpoint. */
    public static boolean isOne(List<String> entries) {
        return entries.contains(HEADER);
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it is missing, cut off, or no checkpoint; the message is one line that names it
     */
    public static Checkpoint read(Path file) throws IOException {
        return read(
                file,
                (zip, header, card) -> new Checkpoint(
                        card,
                        progress(header, file),
                        weights(zip, file, WEIGHTS, card),
                        weights(zip, file, AVERAGE, card),
                        isOld(header) ? oldState(zip, file) : state(zip, file, header)));
    }

    /**
     * What is evaluated and exported of a checkpoint.
     *
     * @param average of the weights, as the file has it
     */
    public record Trained(ModelCard card, Progress progress, StateDict average) {}

    /**
     * Reads as much of a file as evaluation and export need.
     *
     * @throws IOException as {@link #read}, of what is read
     */
    public static Trained readTrained(Path file) throws IOException {
        return read(
                file,
                (zip, header, card) -> new Trained(
                        card, progress(header, file), StateDict.of(file.toString(), tensors(zip, file, AVERAGE))));
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(UncompressedZip zip, JsonNode header, ModelCard card) throws IOException;
    }

    private static <T> T read(Path file, Reading<T> reading) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("no such checkpoint: " + file);
        }
        try (UncompressedZip zip = UncompressedZip.open(file, "checkpoint")) {
            JsonNode header = JSON.readTree(entry(zip, file, HEADER));
            int format = header.path("format").asInt(-1);
            if (format != FORMAT && format != OLD_FORMAT) {
                throw new IOException(file + ": checkpoint format " + OLD_FORMAT + " or " + FORMAT
                        + " is needed, it says " + header.path("format"));
            }
            return reading.of(zip, header, ModelCard.read(object(header, file, "model"), file + "/" + HEADER));
        } catch (JacksonException e) {
            throw new IOException(file + "/" + HEADER + ": " + e.getOriginalMessage(), e);
        }
    }

    /**
     * A detector of the averaged weights at the input size of training. Whoever asks for it closes it.
     *
     * @param detectors makes it
     * @param batch how many images one run takes, at most
     */
    public Detector detector(DetectorFactory detectors, Postprocessing postprocessing, int batch) {
        return detectors.open(card.config(), average, card.input(), postprocessing, batch);
    }

    private static boolean isOld(JsonNode header) {
        return header.path("format").asInt() == OLD_FORMAT;
    }

    private static Progress progress(JsonNode header, Path file) throws IOException {
        if (isOld(header) && header.path("progress") instanceof ObjectNode progress) {
            progress.set("bestEpoch", progress.path("epoch"));
        }
        return part(header, file, "progress", Progress.class);
    }

    private record OptimizerCard(String name, long steps) {}

    private static OptimizerState state(UncompressedZip zip, Path file, JsonNode header) throws IOException {
        OptimizerCard card = part(header, file, "optimizer", OptimizerCard.class);
        return new OptimizerState(card.name(), card.steps(), tensors(zip, file, OPTIMIZER));
    }

    private static OptimizerState oldState(UncompressedZip zip, Path file) throws IOException {
        return Sgd.stateOf(tensors(zip, file, OLD_VELOCITY));
    }

    private static <T> T part(JsonNode header, Path file, String key, Class<T> type) throws IOException {
        return JSON.treeToValue(object(header, file, key), type);
    }

    private static JsonNode object(JsonNode header, Path file, String key) throws IOException {
        JsonNode part = header.path(key);
        if (!part.isObject()) {
            throw new IOException(file + "/" + HEADER + ": '" + key + "' must be an object, is "
                    + (part.isMissingNode() ? "missing" : part));
        }
        return part;
    }

    private static Weights weights(UncompressedZip zip, Path file, String name, ModelCard card) throws IOException {
        Map<String, INDArray> tensors = tensors(zip, file, name);
        DataType type = tensors.isEmpty()
                ? DataType.FLOAT
                : tensors.values().iterator().next().dataType();
        try {
            return new Yolox(card.config()).weightsOf(StateDict.of(file + "/" + name, tensors), type);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Map<String, INDArray> tensors(UncompressedZip zip, Path file, String name) throws IOException {
        return Safetensors.read(file + "/" + name, entry(zip, file, name));
    }

    private static byte[] entry(UncompressedZip zip, Path file, String name) throws IOException {
        return zip.entry(name).orElseThrow(() -> new IOException(file + ": not a checkpoint, it has no " + name));
    }

    private static void writeTensors(ZipOutputStream zip, String name, Map<String, INDArray> tensors)
            throws IOException {
        zip.putNextEntry(entry(name));
        Safetensors.write(zip, tensors);
    }
}
