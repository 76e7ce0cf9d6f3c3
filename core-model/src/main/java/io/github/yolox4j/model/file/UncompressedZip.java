package io.github.yolox4j.model.file;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A ZIP file whose entries are stored as they are: an entry that unpacks to more than the whole file is refused, so
 * that a small file cannot fill the memory. Whoever opens one closes it.
 */
public final class UncompressedZip implements Closeable {

    private static final long LARGEST = Integer.MAX_VALUE - 8L;

    private final Path file;
    private final ZipFile zip;

    private UncompressedZip(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    /**
     * Opens a file.
     *
     * @param what the file should be, for the message
     * @throws IOException if it is missing, damaged or no ZIP file; the message names it
     */
    public static UncompressedZip open(Path file, String what) throws IOException {
        try {
            return new UncompressedZip(file, new ZipFile(file.toFile()));
        } catch (ZipException | EOFException e) {
            throw new IOException(file + ": not a " + what + ", or truncated (" + e.getMessage() + ")", e);
        }
    }

    /** The names of all entries, in the file's order. */
    public List<String> names() {
        return zip.stream().map(ZipEntry::getName).toList();
    }

    /**
     * The bytes of an entry, if there is one of that name.
     *
     * @throws IOException if it cannot be read, or is larger than the file; the message names both
     */
    public Optional<byte[]> entry(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            return Optional.empty();
        }
        long most = Math.min(Files.size(file), LARGEST - 1);
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) most + 1);
            if (bytes.length > most) {
                throw new IOException(file + "/" + name + ": more bytes than the " + most + " of the whole file");
            }
            return Optional.of(bytes);
        } catch (ZipException | EOFException e) {
            throw new IOException(file + "/" + name + ": damaged (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
