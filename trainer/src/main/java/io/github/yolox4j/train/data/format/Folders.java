package io.github.yolox4j.train.data.format;

import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Files and folders of datasets that are read or written. */
final class Folders {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private Folders() {}

    static void require(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new IOException("no such folder: " + folder);
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException("not a folder: " + folder);
        }
    }

    /** Whether the name begins with a dot, as those that macOS and other tools put beside a file. */
    static boolean isHidden(Path file) {
        return String.valueOf(file.getFileName()).startsWith(".");
    }

    /** What lies in a folder, by name, but what is hidden. */
    static List<Path> list(Path folder, Predicate<Path> condition) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !isHidden(entry) && condition.test(entry))
                    .sorted()
                    .toList();
        }
    }

    static List<String> names(List<Path> paths) {
        return paths.stream().map(path -> String.valueOf(path.getFileName())).toList();
    }

    /** A file's name without its ending. */
    static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }

    /** The image of this name in a folder, whatever its ending. */
    static Optional<Path> imageOf(Path folder, String stem) {
        return ImageFiles.extensions().stream()
                .flatMap(extension -> Stream.of(extension, extension.toUpperCase(Locale.ROOT)))
                .map(extension -> folder.resolve(stem + "." + extension))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** The lines of a text file in UTF-8, without the mark that some editors put before the first. */
    private static List<String> lines(Path file) throws IOException {
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            if (!lines.isEmpty() && lines.get(0).startsWith(BYTE_ORDER_MARK)) {
                lines.set(0, lines.get(0).substring(BYTE_ORDER_MARK.length()));
            }
            return lines;
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": not a UTF-8 text file", e);
        }
    }

    /** A line that is not blank, without the space around it. */
    record Entry(String where, String text) {}

    static List<Entry> entries(Path file) throws IOException {
        List<String> lines = lines(file);
        return IntStream.range(0, lines.size())
                .filter(i -> !lines.get(i).isBlank())
                .mapToObj(i -> new Entry(file + ":" + (i + 1), lines.get(i).trim()))
                .toList();
    }

    static String text(Path file) throws IOException {
        return String.join("\n", lines(file));
    }

    /** The path that an annotation names at {@code where}, from this folder on. */
    static Path named(Path folder, String name, String where) throws IOException {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new IOException(where + ": no file can be named '" + name.replaceAll("\\p{Cntrl}", "?") + "'", e);
        }
    }

    /** Copies a file unless it already lies there; missing folders are made. */
    static void copy(Path source, Path target) throws IOException {
        if (Files.exists(target) && Files.isSameFile(source, target)) {
            return;
        }
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Copies all images into one folder, where they keep their names; two of one name are an error. */
    static void copyImages(Dataset dataset, Path folder) throws IOException {
        Set<String> names = new HashSet<>();
        for (Sample sample : dataset.samples()) {
            String name = sample.image().getFileName().toString();
            if (!names.add(name)) {
                throw new IOException("two images have the name " + name + "; they would both be written to " + folder);
            }
        }
        for (Sample sample : dataset.samples()) {
            copy(sample.image(), folder.resolve(sample.image().getFileName()));
        }
    }

    /** Fails if two images would share an annotation file, by their names without endings; one may occur twice. */
    static void requireDistinctStems(Stream<Sample> samples, Path folder) throws IOException {
        Map<String, Path> imageOfStem = new HashMap<>();
        for (Sample sample : samples.toList()) {
            Path other = imageOfStem.putIfAbsent(stem(sample.image()), sample.image());
            if (other != null && !other.equals(sample.image())) {
                throw new IOException(other + " and " + sample.image()
                        + " have the same name apart from folder and extension; they would both be written " + "to "
                        + folder);
            }
        }
    }
}
