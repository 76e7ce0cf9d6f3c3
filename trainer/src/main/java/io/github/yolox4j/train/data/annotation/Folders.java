package io.github.yolox4j.train.data.annotation;

import io.github.yolox4j.detection.image.ImageFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Files and folders of datasets that are read. */
public final class Folders {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Starts of paths that tools write wherever the files lie. */
    private static final List<String> WITHOUT_MEANING = List.of("", ".", "..", "data");

    private Folders() {}

    public static void require(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new IOException("no such folder: " + folder);
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException("not a folder: " + folder);
        }
    }

    /** Whether the name begins with a dot, as those that macOS and other tools put beside a file. */
    public static boolean isHidden(Path file) {
        return String.valueOf(file.getFileName()).startsWith(".");
    }

    /** What lies in a folder, by name, but what is hidden. */
    public static List<Path> list(Path folder, Predicate<Path> condition) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !isHidden(entry) && condition.test(entry))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Files below a folder that fulfil a condition, but hidden ones; links are followed.
     *
     * @param depth of folders
     */
    public static List<Path> walk(Path folder, int depth, Predicate<Path> condition) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> condition.test(file) && !isHidden(file) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    public static List<String> names(List<Path> paths) {
        return paths.stream().map(path -> String.valueOf(path.getFileName())).toList();
    }

    /** A file's name without its ending. */
    public static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }

    /** The image of this name in a folder, whatever its ending. */
    public static Optional<Path> imageOf(Path folder, String stem) {
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
    public record Entry(String where, String text) {}

    public static List<Entry> entries(Path file) throws IOException {
        List<String> lines = lines(file);
        return IntStream.range(0, lines.size())
                .filter(i -> !lines.get(i).isBlank())
                .mapToObj(i -> new Entry(file + ":" + (i + 1), lines.get(i).trim()))
                .toList();
    }

    public static String text(Path file) throws IOException {
        return String.join("\n", lines(file));
    }

    /** The path that an annotation names at {@code where}, from this folder on. */
    public static Path named(Path folder, String name, String where) throws IOException {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new IOException(where + ": no file can be named '" + name.replaceAll("\\p{Cntrl}", "?") + "'", e);
        }
    }

    /** A path as an annotation names it, with slashes, whatever system wrote it. */
    public static String slashes(String name) {
        return name.replace('\\', '/');
    }

    /** The folder in a folder that has one of these names, in any case; the first name that there is. */
    public static Optional<Path> child(Path folder, List<String> names) throws IOException {
        List<Path> children = Files.isDirectory(folder) ? list(folder, Files::isDirectory) : List.of();
        return names.stream()
                .flatMap(name -> children.stream()
                        .filter(child ->
                                name.equalsIgnoreCase(child.getFileName().toString())))
                .findFirst();
    }

    /** Files directly in a folder whose names end so, in any case. */
    public static List<Path> files(Path folder, String... endings) throws IOException {
        return Files.isDirectory(folder)
                ? list(
                        folder,
                        file -> Files.isRegularFile(file)
                                && Stream.of(endings).anyMatch(file.toString().toLowerCase(Locale.ROOT)::endsWith))
                : List.of();
    }

    /** The images directly in a folder. */
    public static List<Path> images(Path folder) throws IOException {
        return Files.isDirectory(folder)
                ? list(folder, file -> ImageFiles.hasImageName(file) && Files.isRegularFile(file))
                : List.of();
    }

    /**
     * What is left of a path that an annotation names, when folders that are not there are taken from its start.
     *
     * @param path that exists
     * @param moved whether folders with names had to be left out
     */
    public record Nearest(Path path, boolean moved) {}

    /** The path, below one of the folders or absolute; of several the one with most of the named folders. */
    public static Optional<Nearest> nearest(List<Path> folders, String name, String where) throws IOException {
        String[] parts = slashes(name).split("/");
        boolean moved = false;
        for (int from = 0; from < parts.length; from++) {
            String rest = String.join("/", Arrays.asList(parts).subList(from, parts.length));
            for (Path folder : folders) {
                Path candidate = named(folder, rest, where);
                if (!rest.isEmpty() && Files.exists(candidate)) {
                    return Optional.of(new Nearest(candidate, moved));
                }
            }
            moved |= !WITHOUT_MEANING.contains(parts[from]);
        }
        return Optional.empty();
    }
}
