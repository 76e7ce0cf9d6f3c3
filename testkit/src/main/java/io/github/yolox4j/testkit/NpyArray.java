package io.github.yolox4j.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One array of a NumPy {@code .npy} file: little-endian numbers in C order.
 *
 * <p>Numbers are kept as {@code double}, which holds every value of the accepted types exactly ({@code int64} up to
 * 2<sup>53</sup>).
 */
public final class NpyArray {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

    private final ElementType type;
    private final long[] shape;
    private final double[] values;

    private NpyArray(ElementType type, long[] shape, double[] values) {
        this.type = type;
        this.shape = shape;
        this.values = values;
    }

    /** The element types that golden files use. */
    public enum ElementType {
        FLOAT64("<f8", 8, DataType.DOUBLE),
        FLOAT32("<f4", 4, DataType.FLOAT),
        INT64("<i8", 8, DataType.INT64),
        INT32("<i4", 4, DataType.INT32),
        UINT8("|u1", 1, DataType.UINT8);

        private final String descr;
        private final int bytes;
        private final DataType dataType;

        ElementType(String descr, int bytes, DataType dataType) {
            this.descr = descr;
            this.bytes = bytes;
            this.dataType = dataType;
        }

        /** NumPy's name, such as {@code float64}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static ElementType of(String descr, String name) throws IOException {
            for (ElementType type : values()) {
                if (type.descr.equals(descr)) {
                    return type;
                }
            }
            throw new IOException(name + ": element type '" + descr + "' is not one of <f8, <f4, <i8, <i4, |u1");
        }

        private double read(ByteBuffer data) {
            return switch (this) {
                case FLOAT64 -> data.getDouble();
                case FLOAT32 -> data.getFloat();
                case INT64 -> data.getLong();
                case INT32 -> data.getInt();
                case UINT8 -> data.get() & 0xff;
            };
        }
    }

    /**
     * Parses the bytes of one {@code .npy} file.
     *
     * @param name what error messages call it
     * @throws IOException if the bytes are not such a file, or hold fewer numbers than the header declares
     */
    public static NpyArray parse(String name, byte[] file) throws IOException {
        if (file.length < 10 || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException(name + ": not a .npy array (" + file.length + " bytes)");
        }
        ByteBuffer data = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int major = file[6];
        data.position(8);
        long headerLength = major == 1 ? data.getShort() & 0xffffL : data.getInt() & 0xffffffffL;
        if (headerLength > data.remaining()) {
            throw new IOException(name + ": the header is cut off");
        }
        byte[] headerBytes = new byte[(int) headerLength];
        data.get(headerBytes);
        String header = new String(headerBytes, StandardCharsets.ISO_8859_1);

        ElementType type = ElementType.of(find(DESCR, header, name), name);
        if (find(FORTRAN, header, name).equals("True")) {
            throw new IOException(name + ": Fortran order is not supported, save it with numpy.ascontiguousarray");
        }
        long[] shape = parseShape(find(SHAPE, header, name), name);
        long count = 1;
        for (long dimension : shape) {
            if (dimension < 0 || dimension > 0 && count > data.remaining() / dimension) {
                throw new IOException(name + ": shape " + Arrays.toString(shape) + " needs more than the file's "
                        + data.remaining() + " bytes");
            }
            count *= dimension;
        }
        if (count * type.bytes != data.remaining()) {
            throw new IOException(name + ": shape " + Arrays.toString(shape) + " of " + type + " needs "
                    + count * type.bytes + " bytes, the file holds " + data.remaining());
        }
        double[] values = new double[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.read(data);
        }
        return new NpyArray(type, shape, values);
    }

    private static String find(Pattern key, String header, String name) throws IOException {
        Matcher matcher = key.matcher(header);
        if (!matcher.find()) {
            throw new IOException(name + ": the header lacks " + key.pattern() + ": " + header.strip());
        }
        return matcher.group(1);
    }

    private static long[] parseShape(String text, String name) throws IOException {
        try {
            return Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(s -> !s.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IOException(name + ": bad shape (" + text + ")", e);
        }
    }

    public ElementType type() {
        return type;
    }

    public long[] shape() {
        return shape.clone();
    }

    /** All numbers in C order. */
    public double[] doubles() {
        return values.clone();
    }

    public int[] ints() {
        return Arrays.stream(values).mapToInt(v -> (int) v).toArray();
    }

    /** The only number of an array with one element. */
    public double scalar() {
        if (values.length != 1) {
            throw new IllegalStateException("not one number but shape " + Arrays.toString(shape));
        }
        return values[0];
    }

    /** A new ND4J array of the file's own element type. */
    public INDArray toNd4j() {
        return toNd4j(type.dataType);
    }

    public INDArray toNd4j(DataType dataType) {
        return Nd4j.createFromArray(values).reshape(shape).castTo(dataType);
    }
}
