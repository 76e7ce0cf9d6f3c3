package io.github.yolox4j.train.data.annotation;

import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the image that an annotation names: at its path below one of the folders, else by the end of that path, else by
 * a name that only one file below the folders has, not counting folders of splits among these. The last two are told as {@link ProblemKind#MOVED_IMAGE}.
 */
public final class ImageIndex {

    private final List<Path> folders;
    private Map<String, Set<Path>> byName = Map.of();

    /** @param folders where to look, in this order */
    public ImageIndex(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /**
     * The image of a name.
     *
     * @param where the annotation's file and line
     * @throws IOException if there is none, or several
     */
    public Path find(String name, String where, Findings findings) throws IOException {
        Optional<Folders.Nearest> nearest = Folders.nearest(folders, name, where);
        if (nearest.isPresent() && Files.isRegularFile(nearest.get().path())) {
            if (nearest.get().moved()) {
                tellMoved(name, nearest.get().path(), where, findings);
            }
            return nearest.get().path();
        }
        String slashed = Folders.slashes(name);
        Set<Path> named = all().getOrDefault(slashed.substring(slashed.lastIndexOf('/') + 1), Set.of());
        if (named.size() != 1) {
            throw new IOException(where + ": image " + name + " is in none of " + folders
                    + (named.isEmpty() ? "" : "; several have its name: " + named));
        }
        Path image = named.iterator().next();
        tellMoved(name, image, where, findings);
        return image;
    }

    private static void tellMoved(String name, Path image, String where, Findings findings) throws IOException {
        findings.tell(ProblemKind.MOVED_IMAGE, where + ": image " + name + " is read from " + image);
    }

    private Map<String, Set<Path>> all() throws IOException {
        if (byName.isEmpty()) {
            byName = new HashMap<>();
            for (Path folder : folders) {
                for (Path file : images(folder)) {
                    if (isOfSplit(folder.relativize(file.getParent()))) {
                        continue;
                    }
                    byName.computeIfAbsent(file.getFileName().toString(), key -> new LinkedHashSet<>())
                            .add(file.toAbsolutePath().normalize());
                }
            }
        }
        return byName;
    }

    /** Whether the path goes through the folder of a split: what lies there is of that split. */
    private static boolean isOfSplit(Path relative) {
        for (Path part : relative) {
            String name = part.toString().replaceFirst("20\\d\\d$", "");
            if (Splits.USUAL.stream().anyMatch(name::equalsIgnoreCase)) {
                return true;
            }
        }
        return false;
    }

    /** All images below a folder, by name, but what is hidden. */
    public static List<Path> images(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file ->
                            ImageFiles.hasImageName(file) && !Folders.isHidden(file) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
