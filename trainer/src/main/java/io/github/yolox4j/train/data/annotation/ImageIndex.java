package io.github.yolox4j.train.data.annotation;

import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the image that an annotation names: at its path below one of the folders, else by the end of that path, else by
 * a name that only one file below the folders has, not counting folders of splits among these. The last two are told as
 * {@link ProblemKind#MOVED_IMAGE}.
 */
public final class ImageIndex {

    private final List<Path> folders;
    private final Map<String, Integer> asked = new HashMap<>();
    private Optional<Map<String, Set<Path>>> byName = Optional.empty();

    /**
     * Looks nowhere yet.
     *
     * @param folders where to look, in this order
     * @param names of all images that will be asked for: of two of one last part, none is found by that part alone
     */
    public ImageIndex(List<Path> folders, Collection<String> names) {
        this.folders = List.copyOf(folders);
        names.forEach(name -> asked.merge(lastPart(name), 1, Integer::sum));
    }

    /**
     * The image of a name.
     *
     * @param where the annotation's file and line
     * @throws IOException if there is none, or several
     */
    public Path find(String name, String where, Findings findings) throws IOException {
        boolean isUnique = asked.getOrDefault(lastPart(name), 0) <= 1;
        Optional<Folders.Nearest> nearest = Folders.nearest(folders, name, where)
                .filter(found -> Files.isRegularFile(found.path()) && (isUnique || !found.moved()));
        if (nearest.isPresent() && !nearest.get().moved()) {
            return nearest.get().path();
        }
        Set<Path> named = isUnique && nearest.isEmpty() ? all().getOrDefault(lastPart(name), Set.of()) : Set.of();
        if (nearest.isEmpty() && named.size() != 1) {
            throw new IOException(where + ": image " + name + " is in none of " + folders
                    + (named.isEmpty() ? "" : "; several have its name: " + named));
        }
        Path image =
                nearest.isPresent() ? nearest.get().path() : named.iterator().next();
        findings.tell(ProblemKind.MOVED_IMAGE, where + ": image " + name + " is read from " + image);
        return image;
    }

    private static String lastPart(String name) {
        String slashed = Folders.slashes(name);
        return slashed.substring(slashed.lastIndexOf('/') + 1);
    }

    private Map<String, Set<Path>> all() throws IOException {
        if (byName.isPresent()) {
            return byName.get();
        }
        Map<String, Set<Path>> all = new HashMap<>();
        for (Path folder : folders) {
            for (Path file : images(folder)) {
                if (!isOfSplit(folder.relativize(file.getParent()))) {
                    all.computeIfAbsent(file.getFileName().toString(), key -> new LinkedHashSet<>())
                            .add(file.toAbsolutePath().normalize());
                }
            }
        }
        byName = Optional.of(all);
        return all;
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
        return Files.isDirectory(folder)
                ? Folders.walk(folder, Integer.MAX_VALUE, ImageFiles::hasImageName)
                : List.of();
    }
}
