package io.github.yolox4j.testkit;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The named arrays of a NumPy {@code .npz} file, read whole.
 *
 * <p>What an entry unpacks to is bounded by the shape in its own header, and all of them by {@value
 * #MOST_NUMBERS} numbers: a small file cannot fill the memory.
 */
public final class NpzArchive {

    private static final long MOST_NUMBERS = 1 << 25;

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END_COUNT = 10;
    private static final int COUNT_ELSEWHERE = 0xffff;

    private final String name;
    private final Map<String, NpyArray> arrays;

    private NpzArchive(String name, Map<String, NpyArray> arrays) {
        this.name = name;
        this.arrays = arrays;
    }

    /**
     * Reads an archive.
     *
     * @param name what error messages call it
     * @throws IOException if the bytes are no whole archive of {@code .npy} arrays
     */
    public static NpzArchive read(String name, byte[] file) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        long left = MOST_NUMBERS;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String key = entry.getName().replaceFirst("\\.npy$", "");
                NpyArray array = NpyArray.read(name + "/" + key, zip, left);
                left -= array.numbers().size();
                if (arrays.put(key, array) != null) {
                    throw new IOException(name + ": array '" + key + "' is there twice");
                }
            }
        } catch (ZipException | EOFException | IllegalArgumentException e) { // the last: an entry's name is no UTF-8
            throw new IOException(name + ": damaged archive: " + e.getMessage(), e);
        }
        if (arrays.isEmpty()) {
            throw new IOException(name + ": not an .npz archive, or an empty one");
        }
        requireEnd(name, file, arrays.size());
        return new NpzArchive(name, arrays);
    }

    /** An archive ends with a record that counts its entries; without it, some may be lost. */
    private static void requireEnd(String name, byte[] file, int entries) throws IOException {
        int at = file.length - END_BYTES;
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (at < 0 || bytes.getInt(at) != END) {
            throw new IOException(name + ": damaged archive: it does not end as archives do");
        }
        int count = bytes.getShort(at + END_COUNT) & 0xffff;
        if (count != COUNT_ELSEWHERE && count != entries) {
            throw new IOException(name + ": damaged archive: it holds " + entries + " arrays, its end says " + count);
        }
    }

    public Set<String> keys() {
        return Set.copyOf(arrays.keySet());
    }

    /**
     * The array of that name.
     *
     * @throws IOException if there is none; the message lists those there are
     */
    public Numbers array(String key) throws IOException {
        return stored(key).numbers();
    }

    /** The element type of the array of that name. */
    NpyArray.ElementType type(String key) throws IOException {
        return stored(key).type();
    }

    private NpyArray stored(String key) throws IOException {
        NpyArray array = arrays.get(key);
        if (array == null) {
            throw new IOException(name + ": no array '" + key + "', only " + arrays.keySet());
        }
        return array;
    }
}
