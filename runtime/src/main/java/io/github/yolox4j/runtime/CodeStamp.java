package io.github.yolox4j.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/** Tells builds of a library apart by its files: their names, sizes and times. */
final class CodeStamp {

    private CodeStamp() {}

    /**
     * Adds the library of a class to a digest.
     *
     * @return whether its files are known; they are not where classes come from no file
     */
    static boolean update(MessageDigest digest, Class<?> member) {
        CodeSource source = member.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return false;
        }
        try {
            for (Path file : files(Path.of(source.getLocation().toURI()))) {
                digest.update((file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file))
                        .getBytes(StandardCharsets.UTF_8));
            }
            return true;
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path library) throws IOException {
        try (Stream<Path> files = Files.walk(library)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
