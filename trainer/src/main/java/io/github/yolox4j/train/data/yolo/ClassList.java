package io.github.yolox4j.train.data.yolo;

import io.github.yolox4j.train.data.annotation.Folders;
import io.github.yolox4j.train.data.annotation.ImageIndex;
import io.github.yolox4j.train.data.annotation.Splits;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Labels with a file of class names, a name a line, and nothing that says where the images lie: {@code classes.txt} of
 * labelImg and Label Studio, {@code obj.names}, {@code _darknet.labels} of Roboflow. Splits are the folders
 * {@code images/SPLIT}, {@code SPLIT/images} and {@code SPLIT}; without them every split is all images.
 *
 * @param root the folder of the dataset
 */
record ClassList(Path file, Path root, List<String> names) implements YoloLayout {

    private static final List<String> FILES =
            List.of("classes.txt", "obj.names", "_darknet.labels", "predefined_classes.txt");

    /** The list in a folder, in its folder {@code labels}, or in the folder of a split. */
    static Optional<ClassList> find(Path folder) throws IOException {
        List<Path> folders = new ArrayList<>(List.of(folder));
        List<String> below = new ArrayList<>(List.of("labels"));
        for (String split : Splits.USUAL) {
            below.addAll(List.of("labels/" + split, split, split + "/labels"));
        }
        for (String name : below) {
            folders.add(folder.resolve(name));
        }
        for (Path candidate : folders) {
            Optional<Path> list = in(candidate);
            if (list.isPresent()) {
                return Optional.of(new ClassList(list.get(), folder, names(list.get())));
            }
        }
        return Optional.empty();
    }

    /** The list in a folder. */
    static Optional<Path> in(Path folder) {
        return FILES.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
    }

    /** A list that was named itself: the dataset lies in its folder. */
    static ClassList read(Path file) throws IOException {
        return new ClassList(file, file.toAbsolutePath().getParent(), names(file));
    }

    /** A class a line: its number is that of its line, from 0. */
    static List<String> names(Path file) throws IOException {
        List<Folders.Entry> entries = Folders.entries(file);
        List<String> names = entries.stream().map(Folders.Entry::text).toList();
        if (names.isEmpty()) {
            throw new IOException(file + ": names no class");
        }
        String last = entries.get(entries.size() - 1).where();
        if (!last.endsWith(":" + names.size())) {
            throw new IOException(file + ": an empty line before the last class; a class is numbered by its line");
        }
        if (names.stream().distinct().count() < names.size()) {
            throw new IOException(file + ": a class is named twice in " + names);
        }
        return names;
    }

    /** Whether an image of the folder has a label file. */
    static boolean hasLabels(Path folder) throws IOException {
        return ImageIndex.images(folder).stream().anyMatch(image -> Files.isRegularFile(YoloReader.labels(image)));
    }

    @Override
    public List<String> splits() throws IOException {
        return List.copyOf(folders().keySet());
    }

    @Override
    public List<Path> places(String split, Findings findings) throws IOException {
        Map<String, Path> folders = folders();
        if (!folders.isEmpty()) {
            tellOutside(findings);
            return List.of(folders.get(Splits.require(split, folders.keySet(), root)));
        }
        findings.tell(
                ProblemKind.WHOLE_AS_SPLIT, root + ": split '" + split + "' is all images, as no folders divide them");
        return List.of(root);
    }

    private Map<String, Path> folders() throws IOException {
        Map<String, Path> folders = new LinkedHashMap<>();
        Optional<Path> images = Folders.child(root, List.of("images"));
        for (String split : Splits.USUAL) {
            Optional<Path> below = images.isPresent() ? Folders.child(images.get(), List.of(split)) : Optional.empty();
            Optional<Path> own = Folders.child(root, List.of(split));
            below.or(() -> own).ifPresent(folder -> folders.put(split, folder));
        }
        return folders;
    }

    /** Tells of labelled images that lie directly where the folders of the splits are. */
    private void tellOutside(Findings findings) throws IOException {
        Path images = Folders.child(root, List.of("images")).orElse(root);
        for (Path above : Stream.of(root, images).distinct().toList()) {
            long labelled = Folders.images(above).stream()
                    .filter(image -> Files.isRegularFile(YoloReader.labels(image)))
                    .count();
            if (labelled > 0) {
                findings.tell(
                        ProblemKind.OUTSIDE_SPLITS,
                        above + ": " + labelled + " labelled images here belong to no split; " + splits()
                                + " are read");
            }
        }
    }
}
