package io.github.yolox4j.verify.reference;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes {@code .npz} files of {@code float64} arrays. */
final class NpzFile {

    private final Map<String, byte[]> arrays = new LinkedHashMap<>();

    NpzFile with(String name, double[] values, long... shape) {
        String dimensions = Arrays.stream(shape).mapToObj(d -> d + ",").collect(Collectors.joining());
        byte[] header = ("{'descr': '<f8', 'fortran_order': False, 'shape': (" + dimensions + "), }\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer file = ByteBuffer.allocate(10 + header.length + 8 * values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length)
                .put(header);
        for (double value : values) {
            file.putDouble(value);
        }
        arrays.put(name, file.array());
        return this;
    }

    NpzFile without(String name) {
        arrays.remove(name);
        return this;
    }

    byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                zip.write(array.getValue());
            }
        }
        return out.toByteArray();
    }
}
