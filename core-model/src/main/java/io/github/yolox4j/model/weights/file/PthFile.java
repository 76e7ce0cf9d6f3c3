package io.github.yolox4j.model.weights.file;

import io.github.yolox4j.model.file.UncompressedZip;
import io.github.yolox4j.model.weights.StateDict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.PickleException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Checkpoints of PyTorch 1.6 and later, as the reference writes them: a ZIP file of one pickle, which describes the
 * tensors, and one entry of numbers per storage. Read without executing anything: see {@link TensorUnpickler}.
 *
 * <p>The state_dict is found by {@link WeightsEntry}. No more memory is taken than the file has bytes (twice that for
 * 16-bit numbers).
 */
public final class PthFile {

    private static final String PICKLE = "data.pkl";

    private final Path file;
    private final UncompressedZip zip;
    private final String root;

    private PthFile(Path file, UncompressedZip zip, String root) {
        this.file = file;
        this.zip = zip;
        this.root = root;
    }

    /** Whether the entries of a ZIP file are those of such a checkpoint. */
    public static boolean isOne(List<String> entries) {
        return entries.stream().anyMatch(PthFile::isPickle);
    }

    private static boolean isPickle(String entry) {
        return entry.equals(PICKLE) || entry.endsWith("/" + PICKLE);
    }

    /**
     * Reads the state_dict.
     *
     * @throws IOException if the file is missing, damaged, no such checkpoint, or asks for anything but tensors and
     *     plain containers; the message is one line that names the file and what is wrong
     */
    public static StateDict read(Path file) throws IOException {
        try (UncompressedZip zip = UncompressedZip.open(file, "PyTorch checkpoint")) {
            String pickle = zip.names().stream()
                    .filter(PthFile::isPickle)
                    .findFirst()
                    .orElseThrow(() -> new IOException(file + ": not a PyTorch checkpoint, it has no " + PICKLE));
            String root = pickle.substring(0, pickle.length() - PICKLE.length());
            return new PthFile(file, zip, root).stateDict();
        }
    }

    private StateDict stateDict() throws IOException {
        ByteOrder order = byteOrder();
        WeightsEntry entry = WeightsEntry.in(file.toString(), unpickled());
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        long left = Files.size(file);
        for (Map.Entry<String, StoredTensor> described : entry.tensors().entrySet()) {
            String name = described.getKey();
            NumberFormat format = format(name, described.getValue());
            long bytes = described.getValue().elements(left / format.width()) * format.width();
            if (bytes <= 0) {
                throw new IOException(
                        file + "/" + name + ": its shape needs more than the file's " + Files.size(file) + " bytes");
            }
            left -= bytes;
            tensors.put(name, tensor(name, described.getValue(), format, order));
        }
        StateDict weights = StateDict.of(file.toString(), tensors);
        return entry.remark().map(weights::withRemark).orElse(weights);
    }

    private INDArray tensor(String name, StoredTensor tensor, NumberFormat format, ByteOrder order) throws IOException {
        String place = root + "data/" + tensor.storage().key();
        byte[] bytes = zip.entry(place).orElseThrow(() -> new IOException(file + "/" + name + ": no entry " + place));
        long count = bytes.length / format.width();
        if (tensor.storage().count() > count) {
            throw new IOException(file + "/" + name + ": declares "
                    + tensor.storage().count() + " numbers, " + place + " holds " + count);
        }
        if (!tensor.liesWithin(count)) {
            throw new IOException(file + "/" + name + ": extends beyond the " + count + " numbers of " + place);
        }
        return format.array(ByteBuffer.wrap(bytes).order(order), tensor.shape(), tensor.places());
    }

    private NumberFormat format(String name, StoredTensor tensor) throws IOException {
        return switch (tensor.storage().type()) {
            case "FloatStorage" -> NumberFormat.F32;
            case "DoubleStorage" -> NumberFormat.F64;
            case "HalfStorage" -> NumberFormat.F16;
            case "BFloat16Storage" -> NumberFormat.BF16;
            case "LongStorage" -> NumberFormat.I64;
            default -> throw new IOException(file + "/" + name + ": numbers of type "
                    + tensor.storage().type() + ", expected float, double, half, bfloat16 or long");
        };
    }

    private ByteOrder byteOrder() throws IOException {
        String order = new String(
                zip.entry(root + "byteorder").orElse("little".getBytes(StandardCharsets.US_ASCII)),
                StandardCharsets.US_ASCII);
        return switch (order.strip()) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw new IOException(file + "/byteorder: expected little or big, is " + order);
        };
    }

    private Object unpickled() throws IOException {
        byte[] pickle = zip.entry(root + PICKLE).orElseThrow();
        try {
            return new TensorUnpickler().loads(pickle);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } catch (PickleException | ClassCastException | IndexOutOfBoundsException | NullPointerException e) {
            throw new IOException(file + ": its pickle is damaged", e);
        }
    }
}
