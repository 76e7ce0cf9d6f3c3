package io.github.yolox4j.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a NumPy {@code .npy} file holds: little-endian numbers in C order. {@code int64} beyond 2<sup>53</sup>
 * is refused, because {@code double} does not hold every such integer.
 *
 * @param type of the file's elements
 */
record NpyArray(ElementType type, Numbers numbers) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MOST_HEADER_BYTES = 1 << 16;
    private static final int SHOWN = 200;

    /** Up to here, a {@code double} holds every integer. */
    private static final double EXACT = 0x1p53;

    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

    /** The element types that golden files use. */
    enum ElementType {
        FLOAT64("<f8", 8),
        FLOAT32("<f4", 4),
        INT64("<i8", 8),
        INT32("<i4", 4),
        UINT8("|u1", 1);

        private final String descr;
        private final int bytes;

        ElementType(String descr, int bytes) {
            this.descr = descr;
            this.bytes = bytes;
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
     * Reads one {@code .npy} file. No more memory is taken than there are bytes to fill it.
     *
     * @param name what error messages call it
     * @param most numbers that the array may have
     * @throws IOException if the bytes are not such a file, or hold fewer or more numbers than the header declares
     */
    static NpyArray read(String name, InputStream in, long most) throws IOException {
        String header = header(name, in);
        ElementType type = ElementType.of(find(DESCR, header, name), name);
        if (find(FORTRAN, header, name).equals("True")) {
            throw new IOException(name + ": Fortran order is not supported, save it with numpy.ascontiguousarray");
        }
        long[] shape = parseShape(find(SHAPE, header, name), name);
        long count = count(name, shape, most);
        int needed = Math.toIntExact(count * type.bytes);
        byte[] data = in.readNBytes(needed + 1);
        if (data.length != needed) {
            throw new IOException(name + ": shape " + Arrays.toString(shape) + " of " + type + " needs " + needed
                    + " bytes, the file holds " + (data.length > needed ? "more" : data.length));
        }
        ByteBuffer numbers = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.read(numbers);
            if (type == ElementType.INT64 && Math.abs(values[i]) > EXACT) {
                throw new IOException(name + ": number " + i + " is " + values[i] + ", beyond 2^53");
            }
        }
        return new NpyArray(type, Numbers.owning(values, shape));
    }

    /** Magic, version, length of the header, header: a Python dictionary as text. */
    private static String header(String name, InputStream in) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (start.length < MAGIC.length + 2 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException(name + ": not a .npy array");
        }
        int lengthBytes = start[MAGIC.length] == 1 ? 2 : 4;
        byte[] length = in.readNBytes(lengthBytes);
        long declared = 0;
        for (int i = length.length - 1; i >= 0; i--) {
            declared = declared << 8 | length[i] & 0xff;
        }
        if (declared > MOST_HEADER_BYTES) {
            throw new IOException(name + ": a header of " + declared + " bytes, at most " + MOST_HEADER_BYTES);
        }
        byte[] header = in.readNBytes((int) declared);
        if (length.length < lengthBytes || header.length < declared) {
            throw new IOException(name + ": the header is cut off");
        }
        return new String(header, StandardCharsets.ISO_8859_1);
    }

    private static long count(String name, long[] shape, long most) throws IOException {
        long count = 1;
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new IOException(name + ": negative length in shape " + Arrays.toString(shape));
            }
            if (dimension > 0 && count > most / dimension) {
                throw new IOException(name + ": shape " + Arrays.toString(shape) + " has more than the " + most
                        + " numbers that may be left to it");
            }
            count *= dimension;
        }
        return count;
    }

    private static String find(Pattern key, String header, String name) throws IOException {
        Matcher matcher = key.matcher(header);
        if (!matcher.find()) {
            throw new IOException(name + ": the header lacks " + key.pattern() + ": "
                    + header.substring(0, Math.min(header.length(), SHOWN)).strip());
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
}
