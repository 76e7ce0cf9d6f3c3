package io.github.yolox4j.testkit;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** The named arrays of a NumPy {@code .npz} file, read whole. */
public final class NpzArchive {

    private static final int MAX_BYTES = 1 << 28;

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
        int left = MAX_BYTES;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String key = entry.getName().replaceFirst("\\.npy$", "");
                byte[] bytes = zip.readNBytes(left);
                if (bytes.length == left) {
                    throw new IOException(name + "/" + key + ": the arrays take more than " + MAX_BYTES + " bytes");
                }
                left -= bytes.length;
                arrays.put(key, NpyArray.parse(name + "/" + key, bytes));
            }
        } catch (ZipException | EOFException e) {
            throw new IOException(name + ": damaged archive: " + e.getMessage(), e);
        }
        if (arrays.isEmpty()) {
            throw new IOException(name + ": not an .npz archive, or an empty one");
        }
        return new NpzArchive(name, arrays);
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
