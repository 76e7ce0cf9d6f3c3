package io.github.yolox4j.detection.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Writes files that appear under their name only when they are complete.
 *
 * <p>The bytes go to a neighbouring temporary file that takes the name at the end, so that the name never stands for
 * half a file; nothing is left if writing fails, and what was there before stays.
 */
public final class WholeFile {

    /** How the names of files end that are not complete yet. */
    public static final String DRAFT = ".part";

    private WholeFile() {}

    /** What a file shall hold. */
    @FunctionalInterface
    public interface Content {

        /** Writes all of it; the stream is buffered, and closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, over what was there, into a folder that exists.
     *
     * @throws IOException if it cannot be written; the message is one line that names the file
     */
    public static void write(Path file, Content content) throws IOException {
        write(file, "", content);
    }

    /**
     * Writes a file that others may be writing at the same time, in this process or another: the name stands for the
     * whole file of whoever ended last. A process that is killed leaves its draft, whose name ends in {@value #DRAFT}.
     *
     * @throws IOException if it cannot be written; the message is one line that names the file
     */
    public static void writeAmongOthers(Path file, Content content) throws IOException {
        write(file, "." + UUID.randomUUID(), content);
    }

    private static void write(Path file, String mark, Content content) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("cannot write " + file + ": there is no folder " + folder);
        }
        if (Files.isDirectory(target)) {
            throw new IOException("cannot write " + file + ": it is a folder");
        }
        Path draft = folder.resolve("." + target.getFileName() + mark + DRAFT);
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft))) {
                content.writeTo(out);
            }
            move(draft, target);
        } catch (IOException e) {
            throw new IOException("cannot write " + file + ": " + e, e);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /**
     * Writes a file, over what was there; missing folders are made.
     *
     * @throws IOException if it cannot be written; the message is one line that names the file or folder
     */
    public static void writeWithFolders(Path file, Content content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        write(file, content);
    }

    /** Writes a text in UTF-8, over what was there; missing folders are made. */
    public static void writeText(Path file, String text) throws IOException {
        writeWithFolders(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
