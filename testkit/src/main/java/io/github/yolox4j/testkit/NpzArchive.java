package io.github.yolox4j.testkit;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** The named arrays of a NumPy {@code .npz} file, read whole. */
public final class NpzArchive {

    private static final long MAX_ENTRY_BYTES = 1L << 30;

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
     * @throws IOException if the bytes are no archive of {@code .npy} arrays
     */
    public static NpzArchive read(String name, byte[] file) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String key = entry.getName().replaceFirst("\\.npy$", "");
                arrays.put(key, NpyArray.parse(name + "/" + key, readBounded(zip, name + "/" + key)));
            }
        } catch (ZipException | EOFException e) {
            throw new IOException(name + ": damaged archive: " + e.getMessage(), e);
        }
        if (arrays.isEmpty()) {
            throw new IOException(name + ": not an .npz archive, or an empty one");
        }
        return new NpzArchive(name, arrays);
    }

    private static byte[] readBounded(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes((int) MAX_ENTRY_BYTES);
        if (bytes.length == MAX_ENTRY_BYTES) {
            throw new IOException(name + ": larger than " + MAX_ENTRY_BYTES + " bytes");
        }
        return bytes;
    }

    public Set<String> keys() {
        return Set.copyOf(arrays.keySet());
    }

    /**
     * The array of that name.
     *
     * @throws IOException if there is none; the message lists those there are
     */
    public NpyArray array(String key) throws IOException {
        NpyArray array = arrays.get(key);
        if (array == null) {
            throw new IOException(name + ": no array '" + key + "', only " + arrays.keySet());
        }
        return array;
    }
}
