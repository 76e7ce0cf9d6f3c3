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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells builds of a library apart by its files: small ones by their bytes, others by their size and time. */
final class CodeStamp {

    /** More than a library of this project has; ND4J and ONNX Runtime are larger. */
    private static final long SMALL = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(CodeStamp.class);

    private CodeStamp() {}

    /**
     * Adds the libraries of some classes to a digest.
     *
     * @return whether their files are known and can be read; they are not known where classes come from no file
     */
    static boolean update(MessageDigest digest, Collection<Class<?>> members) {
        Set<Path> libraries = new TreeSet<>();
        for (Class<?> member : members) {
            Optional<Path> library = library(member);
            if (library.isEmpty()) {
                return false;
            }
            libraries.add(library.get());
        }
        try {
            for (Path library : libraries) {
                update(digest, library);
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("a library cannot be read, so that steps made by it are not kept", e);
            return false;
        }
    }

    /** @param library a file, or a folder of classes */
    static void update(MessageDigest digest, Path library) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(library)) {
            all = files.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : all) {
            long size = Files.size(file);
            digest.update((library.relativize(file) + " " + size).getBytes(StandardCharsets.UTF_8));
            digest.update(
                    size <= SMALL
                            ? Files.readAllBytes(file)
                            : Files.getLastModifiedTime(file).toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Optional<Path> library(Class<?> member) {
        CodeSource source = member.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(source.getLocation().toURI())).filter(Files::exists);
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty(); // a place that is no file of this computer
        }
    }
}
