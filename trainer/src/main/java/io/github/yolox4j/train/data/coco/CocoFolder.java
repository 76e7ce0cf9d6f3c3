package io.github.yolox4j.train.data.coco;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.annotation.AnnotationReader;
import io.github.yolox4j.train.data.annotation.Census;
import io.github.yolox4j.train.data.annotation.Folders;
import io.github.yolox4j.train.data.annotation.NoDatasetException;
import io.github.yolox4j.train.data.annotation.Splits;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the splits of COCO in a folder, in any case: {@code annotations/instances_SPLIT.json},
 * {@code annotations/instances_SPLIT2017.json}, {@code annotations/SPLIT.json}, {@code SPLIT.json},
 * {@code SPLIT/_annotations.coco.json} or {@code SPLIT/instances.json}; else the only annotation file with the split's
 * name in its path; else {@code instances.json}, {@code _annotations.coco.json} or the only annotation file that there
 * is, as {@code annotations/instances_default.json} of CVAT or {@code result.json} of Label Studio, which is then all
 * of every split. Images lie in {@code images/SPLIT}, {@code images/SPLIT2017}, {@code SPLIT}, {@code SPLIT2017},
 * {@code images} or {@code images/default} of the folder, or next to the file.
 *
 * @param place the folder, or one annotation file for every split
 * @param classes as of {@link CocoReader}
 */
public record CocoFolder(Path place, Optional<List<String>> classes) implements AnnotationReader {

    private static final int DEPTH = 3;
    private static final List<String> WHOLE =
            List.of("instances.json", "_annotations.coco.json", "annotations/instances.json");

    /** Reads an annotation file that was named itself, of a split, and looks for its images. */
    static Dataset readFile(Path annotations, String split, Optional<List<String>> classes, Findings findings)
            throws IOException {
        CocoFolder folder = new CocoFolder(annotations, classes);
        return new CocoReader(annotations, folder.imageFolders(Splits.names(split), annotations), classes)
                .read(findings);
    }

    @Override
    public Dataset read(String split, Findings findings) throws IOException {
        List<Path> files = required();
        Optional<Path> own = ofSplit(files, split);
        Path annotations = own.isPresent() ? own.get() : whole(files, split);
        if (own.isEmpty()) {
            findings.tell(
                    ProblemKind.WHOLE_AS_SPLIT,
                    place + ": split '" + split + "' is all images of " + root().relativize(annotations));
        }
        return new CocoReader(
                        annotations,
                        imageFolders(own.isPresent() ? Splits.names(split) : Splits.USUAL, annotations),
                        classes)
                .read(findings);
    }

    /** The usual splits that have a file of their own. */
    @Override
    public List<String> splits() throws IOException {
        List<String> splits = new ArrayList<>();
        List<Path> taken = new ArrayList<>();
        List<Path> files = required();
        for (String split : Splits.USUAL) {
            Optional<Path> file = ofExactly(files, split);
            if (file.isPresent() && !taken.contains(file.get())) {
                splits.add(split);
                taken.add(file.get());
            }
        }
        return splits;
    }

    @Override
    public String layout() throws IOException {
        return String.join(", ", required().stream().map(this::name).toList());
    }

    /** The folder; of a file that which has it, or has its folder {@code annotations}. */
    private Path root() {
        if (Files.isDirectory(place)) {
            return place;
        }
        Path folder = place.toAbsolutePath().getParent();
        boolean isOfAnnotations = folder.getParent() != null
                && String.valueOf(folder.getFileName()).equalsIgnoreCase("annotations");
        return isOfAnnotations ? folder.getParent() : folder;
    }

    private String name(Path file) {
        return root().relativize(file).toString().replace('\\', '/');
    }

    /** All files that begin like COCO's annotations, but those of captions. */
    private List<Path> required() throws IOException {
        if (Files.isRegularFile(place)) {
            return List.of(place.toAbsolutePath());
        }
        Folders.require(place);
        List<Path> files = Folders.walk(place, DEPTH, CocoFolder::isJson);
        boolean hasInstances = files.stream().anyMatch(file -> has(file, "instances"));
        List<Path> annotations = files.stream()
                .filter(file -> !(hasInstances && has(file, "keypoints")))
                .filter(file -> isUsual(file) || CocoFile.isOne(file))
                .toList();
        if (annotations.isEmpty()) {
            throw new NoDatasetException(place + ": no COCO dataset, expected a JSON file with images, annotations and "
                    + "categories, as annotations/instances_train.json; found " + Census.of(place));
        }
        return annotations;
    }

    private static boolean isJson(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".json") && !has(file, "caption");
    }

    private static boolean has(Path file, String part) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).contains(part);
    }

    /** Whether the name alone says it: a broken file of this name is not passed over. */
    private boolean isUsual(Path file) {
        return WHOLE.contains(name(file))
                || Splits.USUAL.stream()
                        .anyMatch(split -> names(split).contains(name(file).toLowerCase(Locale.ROOT)));
    }

    private static List<String> names(String split) {
        return List.of(
                "annotations/instances_" + split + ".json",
                "annotations/instances_" + split + "2017.json",
                "annotations/" + split + ".json",
                split + ".json",
                split + "/_annotations.coco.json",
                split + "/instances.json");
    }

    private Optional<Path> ofSplit(List<Path> files, String split) throws IOException {
        for (String name : Splits.names(split)) {
            Optional<Path> file = ofExactly(files, name);
            if (file.isPresent()) {
                return file;
            }
        }
        return Optional.empty();
    }

    private Optional<Path> ofExactly(List<Path> files, String split) throws IOException {
        for (String name : names(split.toLowerCase(Locale.ROOT))) {
            Optional<Path> file = files.stream()
                    .filter(candidate -> name(candidate).equalsIgnoreCase(name))
                    .findFirst();
            if (file.isPresent()) {
                return file;
            }
        }
        List<Path> named =
                files.stream().filter(file -> isNamedAfter(file, split)).toList();
        if (named.size() > 1) {
            throw several(named, split);
        }
        return named.stream().findFirst();
    }

    /** Whether the file's name, else a folder's, has this split and no other as a word, as in pets_train2017.json. */
    private boolean isNamedAfter(Path file, String split) {
        List<String> words = splitsIn(file.getFileName().toString());
        if (words.isEmpty()) {
            words = splitsIn(name(file));
        }
        return words.equals(List.of(split.toLowerCase(Locale.ROOT)));
    }

    private static List<String> splitsIn(String name) {
        return Stream.of(name.toLowerCase(Locale.ROOT).split("[^a-z]+"))
                .filter(Splits.USUAL::contains)
                .distinct()
                .toList();
    }

    private Path whole(List<Path> files, String split) throws IOException {
        for (String name : WHOLE) {
            Optional<Path> file = files.stream()
                    .filter(candidate -> name(candidate).equals(name))
                    .findFirst();
            if (file.isPresent()) {
                return file.get();
            }
        }
        List<String> others = splits();
        if (!others.isEmpty()) {
            throw new IOException(place + ": no split '" + split + "', there are " + others + ", in "
                    + files.stream().map(this::name).toList());
        }
        if (files.size() > 1) {
            throw several(files, split);
        }
        return files.get(0);
    }

    private IOException several(List<Path> files, String split) {
        return new IOException(place + ": which file has split '" + split + "'? There are "
                + files.stream().map(this::name).toList()
                + "; name one with --train-annotations and --val-annotations");
    }

    private List<Path> imageFolders(List<String> splits, Path annotations) throws IOException {
        Path root = root();
        List<Path> folders = new ArrayList<>();
        Optional<Path> images = Folders.child(root, List.of("images"));
        for (String name : splits) {
            String years = "(?i)" + Pattern.quote(name) + "(20\\d\\d)?";
            for (Path above : images.isPresent() ? List.of(images.get(), root) : List.of(root)) {
                folders.addAll(Folders.list(
                        above,
                        folder -> Files.isDirectory(folder)
                                && folder.getFileName().toString().matches(years)));
            }
        }
        images.ifPresent(folders::add);
        if (images.isPresent()) {
            Folders.child(images.get(), List.of("default")).ifPresent(folders::add);
        }
        Path beside = annotations.toAbsolutePath().getParent();
        Folders.child(beside, List.of("images")).ifPresent(folders::add);
        folders.add(beside);
        folders.add(root);
        return folders.stream().distinct().toList();
    }
}
