package io.github.yolox4j.model.weights.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.model.weights.StateDict;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Named arrays in the safetensors format: the length of a JSON header, the header with type, shape and place of every
 * array, then their little-endian numbers in C order. {@code F32} and {@code F64} are written; {@code F16},
 * {@code BF16} and {@code I64} are read as well.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">The format</a>
 */
public final class Safetensors {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA = "__metadata__";
    /** The numbers begin at a multiple of this, as other readers expect. */
    private static final int ALIGNMENT = 8;
    /** The largest array of Java. */
    private static final long LARGEST = Integer.MAX_VALUE - 8L;

    private Safetensors() {}

    /** Whether bytes begin like a file of this format: the length of a header, and the header's brace. */
    public static boolean isBeginning(byte[] start) {
        return start.length > Long.BYTES && start[Long.BYTES] == '{';
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read or is damaged; the message is one line that names file and array
     */
    public static StateDict read(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + ": " + Files.size(file) + " bytes exceed the limit of " + LARGEST);
        }
        return StateDict.of(file.toString(), read(file.toString(), Files.readAllBytes(file)));
    }

    /**
     * What a file says about itself, its {@code __metadata__}: texts by key, none if it has no such entry.
     *
     * @throws IOException if it cannot be read or is damaged; the message is one line that names the file
     */
    public static Map<String, String> metadata(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            long length = headerLength(file.toString(), in.readNBytes(Long.BYTES), Files.size(file));
            Map<String, String> facts = new LinkedHashMap<>();
            header(file.toString(), in.readNBytes((int) length))
                    .path(METADATA)
                    .properties()
                    .forEach(entry -> facts.put(entry.getKey(), entry.getValue().asText()));
            return facts;
        }
    }

    /**
     * Writes a file into a folder that exists: the whole of it or nothing.
     *
     * @throws IOException if it cannot be written; the message names it
     */
    public static void write(Path file, StateDict weights) throws IOException {
        write(file, weights, Map.of());
    }

    /**
     * Writes a file that says something about itself, as {@link #write(Path, StateDict)} does.
     *
     * @param metadata texts by key
     * @throws IOException if it cannot be written; the message names it
     */
    public static void write(Path file, StateDict weights, Map<String, String> metadata) throws IOException {
        WholeFile.write(file, out -> write(out, weights.tensors(), metadata));
    }

    /** Writes arrays of floats or doubles. */
    public static void write(OutputStream out, Map<String, INDArray> tensors) throws IOException {
        write(out, tensors, Map.of());
    }

    private static void write(OutputStream out, Map<String, INDArray> tensors, Map<String, String> metadata)
            throws IOException {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            header.set(METADATA, JSON.valueToTree(metadata));
        }
        long offset = 0;
        for (Map.Entry<String, INDArray> entry : tensors.entrySet()) {
            INDArray tensor = entry.getValue();
            long end = offset + tensor.length() * tensor.dataType().width();
            ObjectNode description = header.putObject(entry.getKey());
            description.put("dtype", typeName(tensor.dataType()));
            Arrays.stream(tensor.shape()).forEach(description.putArray("shape")::add);
            description.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = JSON.writeValueAsBytes(header);
        byte[] padded = Arrays.copyOf(json, (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        out.write(littleEndian(Long.BYTES).putLong(padded.length).array());
        out.write(padded);
        for (INDArray tensor : tensors.values()) {
            out.write(numbers(tensor));
        }
    }

    /**
     * Reads all arrays.
     *
     * @param name what error messages call the file
     * @throws IOException if a header, type, shape or place does not fit the file; the message names file and array
     */
    public static Map<String, INDArray> read(String name, byte[] file) throws IOException {
        int dataStart = Long.BYTES + (int) headerLength(name, file, file.length);
        JsonNode header = header(name, Arrays.copyOfRange(file, Long.BYTES, dataStart));
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        long taken = 0;
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (!entry.getKey().equals(METADATA)) {
                String tensor = name + "/" + entry.getKey();
                tensors.put(entry.getKey(), tensor(tensor, entry.getValue(), file, dataStart));
                JsonNode offsets = entry.getValue().path("data_offsets");
                taken += offsets.path(1).asLong() - offsets.path(0).asLong();
                if (taken > file.length - dataStart) {
                    throw new IOException(tensor + ": overlaps with another array");
                }
            }
        }
        return tensors;
    }

    private static long headerLength(String name, byte[] start, long size) throws IOException {
        if (start.length < Long.BYTES) {
            throw new IOException(name + ": truncated after " + size + " bytes");
        }
        long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > size - Long.BYTES || length > LARGEST) {
            throw new IOException(name + ": a header of " + length + " bytes does not fit into " + size);
        }
        return length;
    }

    private static JsonNode header(String name, byte[] json) throws IOException {
        try {
            return JSON.readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IOException(name + ": the header is not JSON", e);
        }
    }

    private static INDArray tensor(String name, JsonNode description, byte[] file, int dataStart) throws IOException {
        NumberFormat format = format(name, description.path("dtype").asText());
        long[] shape = shape(name, description.path("shape"));
        long begin = description.path("data_offsets").path(0).asLong(-1);
        long end = description.path("data_offsets").path(1).asLong(-1);
        long available = file.length - (long) dataStart;
        if (begin < 0 || end < begin || end > available) {
            throw new IOException(name + ": bytes " + begin + " to " + end + " lie outside the file's " + available);
        }
        long count = 1;
        for (long dimension : shape) {
            if (dimension < 1 || count > available / dimension) {
                throw new IOException(name + ": shape " + Arrays.toString(shape) + " does not fit the file");
            }
            count *= dimension;
        }
        if (count * format.width() != end - begin) {
            throw new IOException(name + ": shape " + Arrays.toString(shape) + " of "
                    + description.path("dtype").asText() + " needs " + count * format.width()
                    + " bytes, the file holds "
                    + (end - begin));
        }
        ByteBuffer data = ByteBuffer.wrap(file, dataStart + (int) begin, (int) (end - begin))
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
        return format.array(data, shape, i -> i);
    }

    private static long[] shape(String name, JsonNode declared) throws IOException {
        boolean isList = declared.isArray();
        long[] shape = new long[declared.size()];
        for (int d = 0; isList && d < shape.length; d++) {
            isList = declared.get(d).isIntegralNumber();
            shape[d] = declared.get(d).longValue();
        }
        if (!isList) {
            throw new IOException(name + ": 'shape' must be a list of integers, is "
                    + (declared.isMissingNode() ? "missing" : declared));
        }
        return shape;
    }

    @SuppressWarnings("ByteBufferBackingArray") // littleEndian allocates
    private static byte[] numbers(INDArray tensor) {
        INDArray ordered = tensor.ordering() == 'c' && !tensor.isView() ? tensor : tensor.dup('c');
        ByteBuffer bytes =
                littleEndian(Math.toIntExact(tensor.length() * tensor.dataType().width()));
        if (tensor.dataType() == DataType.FLOAT) {
            bytes.asFloatBuffer().put(ordered.data().asFloat());
        } else {
            bytes.asDoubleBuffer().put(ordered.data().asDouble());
        }
        return bytes.array();
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String typeName(DataType type) {
        return switch (type) {
            case FLOAT -> "F32";
            case DOUBLE -> "F64";
            default -> throw new IllegalArgumentException(
                    "safetensors of " + type + " cannot be written, only F32 and F64");
        };
    }

    private static NumberFormat format(String name, String dtype) throws IOException {
        return NumberFormat.named(dtype)
                .orElseThrow(() -> new IOException(
                        name + ": type '" + dtype + "' is not one of " + Arrays.toString(NumberFormat.values())));
    }
}
