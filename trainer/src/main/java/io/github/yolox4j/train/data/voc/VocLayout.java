package io.github.yolox4j.train.data.voc;

import io.github.yolox4j.train.data.annotation.Folders;
import io.github.yolox4j.train.data.annotation.Splits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the files of a dataset in Pascal VOC's format lie.
 *
 * @param lists the folder of a text file a split, as {@code ImageSets/Main}, which divide the whole
 * @param whole the annotations that lie in one folder
 * @param splits annotations that lie in a folder for each split, by its name
 */
record VocLayout(Path root, Optional<Path> lists, Optional<VocFolder> whole, Map<String, VocFolder> splits) {

    /** What is looked for, for a message. */
    static final String EXPECTED =
            "Annotations/*.xml and JPEGImages/, or NAME.xml beside NAME.jpg, " + "or such folders in train/ and valid/";

    /** The list that CVAT writes for images that nobody divided. */
    static final String UNDIVIDED = "default";

    /** The layout of a folder, or of the only folder in it that has one. */
    static Optional<VocLayout> find(Path folder) throws IOException {
        Optional<VocLayout> here = at(folder);
        if (here.isPresent()) {
            return here;
        }
        List<VocLayout> below = new ArrayList<>();
        for (Path child : Folders.list(folder, Files::isDirectory)) {
            at(child).ifPresent(below::add);
        }
        if (below.size() > 1) {
            throw new IOException(folder + ": several Pascal VOC datasets lie below it: "
                    + Folders.names(below.stream().map(VocLayout::root).toList()) + "; name one of them");
        }
        return below.stream().findFirst();
    }

    private static Optional<VocLayout> at(Path folder) throws IOException {
        Map<String, VocFolder> splits = new LinkedHashMap<>();
        for (String split : Splits.USUAL) {
            Optional<Path> child = Folders.child(folder, List.of(split));
            Optional<VocFolder> own = child.isPresent() ? VocFolder.at(child.get()) : Optional.empty();
            Optional<VocFolder> found = own.isPresent() ? own : VocFolder.below(folder, split);
            found.ifPresent(files -> splits.put(split, files));
        }
        Optional<VocFolder> whole = VocFolder.at(folder);
        return whole.isEmpty() && splits.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new VocLayout(folder, whole.isPresent() ? lists(folder) : Optional.empty(), whole, splits));
    }

    private static Optional<Path> lists(Path folder) throws IOException {
        Optional<Path> sets = Folders.child(folder, List.of("ImageSets"));
        if (sets.isEmpty()) {
            return Optional.empty();
        }
        for (Optional<Path> candidate : List.of(Folders.child(sets.get(), List.of("Main")), sets)) {
            if (candidate.isPresent() && !Folders.files(candidate.get(), ".txt").isEmpty()) {
                return candidate;
            }
        }
        return Optional.empty();
    }

    /** Of the splits; none if every split is all annotations. */
    List<String> names() throws IOException {
        if (lists.isEmpty()) {
            return List.copyOf(splits.keySet());
        }
        List<String> names =
                Folders.files(lists.get(), ".txt").stream().map(Folders::stem).toList();
        return names.equals(List.of(UNDIVIDED)) ? List.of() : names;
    }

    /** All folders with annotations. */
    List<VocFolder> folders() {
        List<VocFolder> folders = new ArrayList<>(splits.values());
        whole.ifPresent(folders::add);
        return folders;
    }

    @Override
    public String toString() {
        String where = whole.map(this::describe).orElseGet(() -> "XML files in " + splits.keySet());
        return lists.isPresent() ? where + ", lists in " + root.relativize(lists.get()) : where;
    }

    private String describe(VocFolder found) {
        return found.annotations().equals(found.images())
                ? "XML files beside their images"
                : "XML files in " + relative(found.annotations()) + ", images in " + relative(found.images());
    }

    private String relative(Path folder) {
        return folder.equals(root)
                ? "the folder itself"
                : root.relativize(folder).toString();
    }
}
