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

/** Tells builds of a library apart by its files: their names, sizes and times. */
final class CodeStamp {

    private CodeStamp() {}

    /**
     * Adds the libraries of some classes to a digest.
     *
     * @return whether their files are known; they are not where classes come from no file
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
                for (Path file : files(library)) {
                    digest.update((file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file))
                            .getBytes(StandardCharsets.UTF_8));
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    private static List<Path> files(Path library) throws IOException {
        try (Stream<Path> files = Files.walk(library)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
