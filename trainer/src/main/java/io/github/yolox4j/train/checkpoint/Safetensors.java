package io.github.yolox4j.train.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Named arrays in the safetensors format: the length of a JSON header, the header with type, shape and place of every array,
 * then their little-endian numbers in C order. {@code F32} and {@code F64} are known.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">The format</a>
 */
final class Safetensors {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA = "__metadata__";

    private Safetensors() {}

    static void write(OutputStream out, Map<String, INDArray> tensors) throws IOException {
        ObjectNode header = JSON.createObjectNode();
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
        byte[] headerBytes = JSON.writeValueAsBytes(header);
        out.write(littleEndian(Long.BYTES).putLong(headerBytes.length).array());
        out.write(headerBytes);
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
    static Map<String, INDArray> read(String name, byte[] file) throws IOException {
        if (file.length < Long.BYTES) {
            throw new IOException(name + ": cut off after " + file.length + " bytes");
        }
        long headerLength = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (headerLength < 0 || headerLength > file.length - Long.BYTES) {
            throw new IOException(name + ": a header of " + headerLength + " bytes does not fit into " + file.length);
        }
        int dataStart = Long.BYTES + (int) headerLength;
        JsonNode header;
        try {
            header = JSON.readTree(new String(file, Long.BYTES, (int) headerLength, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IOException(name + ": the header is not JSON", e);
        }
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (!entry.getKey().equals(METADATA)) {
                tensors.put(entry.getKey(), tensor(name + "/" + entry.getKey(), entry.getValue(), file, dataStart));
            }
        }
        return tensors;
    }

    private static INDArray tensor(String name, JsonNode description, byte[] file, int dataStart) throws IOException {
        DataType type = type(name, description.path("dtype").asText());
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
        if (count * type.width() != end - begin) {
            throw new IOException(name + ": shape " + Arrays.toString(shape) + " of "
                    + description.path("dtype").asText() + " needs " + count * type.width() + " bytes, the file holds "
                    + (end - begin));
        }
        ByteBuffer data = ByteBuffer.wrap(file, dataStart + (int) begin, (int) (end - begin))
                .order(ByteOrder.LITTLE_ENDIAN);
        if (type == DataType.FLOAT) {
            float[] values = new float[(int) count];
            data.asFloatBuffer().get(values);
            return Nd4j.createFromArray(values).reshape(shape);
        }
        double[] values = new double[(int) count];
        data.asDoubleBuffer().get(values);
        return Nd4j.createFromArray(values).reshape(shape);
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
                    "safetensors of " + type + " are not written, only F32 and F64");
        };
    }

    private static DataType type(String name, String dtype) throws IOException {
        return switch (dtype) {
            case "F32" -> DataType.FLOAT;
            case "F64" -> DataType.DOUBLE;
            default -> throw new IOException(name + ": type '" + dtype + "' is not one of F32, F64");
        };
    }
}
