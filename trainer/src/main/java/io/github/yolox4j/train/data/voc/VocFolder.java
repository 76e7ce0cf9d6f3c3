package io.github.yolox4j.train.data.voc;

import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.train.data.annotation.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of XML annotations and the folder of their images, which may be the same.
 *
 * @param annotations with at least one XML file
 */
record VocFolder(Path annotations, Path images) {

    private static final List<String> ANNOTATIONS = List.of("Annotations", "annotation", "xml", "xmls");
    private static final List<String> IMAGES = List.of("JPEGImages", "images", "image", "imgs", "img");

    /** The annotations in a folder, or in its folder {@code Annotations} however that is written. */
    static Optional<VocFolder> at(Path folder) throws IOException {
        Optional<Path> named = Folders.child(folder, ANNOTATIONS).filter(VocFolder::hasFiles);
        if (named.isEmpty() && !hasFiles(folder)) {
            return Optional.empty();
        }
        Path images = Folders.child(folder, IMAGES).orElse(folder);
        return Optional.of(new VocFolder(named.orElse(folder), images));
    }

    /** Those of a split where each kind of file has a folder for the split, as {@code Annotations/train}. */
    static Optional<VocFolder> below(Path folder, String split) throws IOException {
        Optional<Path> annotations =
                childOf(Folders.child(folder, ANNOTATIONS), split).filter(VocFolder::hasFiles);
        if (annotations.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> images = Folders.child(folder, IMAGES);
        return Optional.of(new VocFolder(
                annotations.get(), childOf(images, split).or(() -> images).orElse(folder)));
    }

    private static Optional<Path> childOf(Optional<Path> folder, String name) throws IOException {
        return folder.isPresent() ? Folders.child(folder.get(), List.of(name)) : Optional.empty();
    }

    private static boolean hasFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(VocFolder::isAnnotation);
        } catch (IOException e) {
            return false; // a folder that cannot be listed has none
        }
    }

    private static boolean isAnnotation(Path file) {
        return isAnnotationName(file) && !Folders.isHidden(file) && Files.isRegularFile(file);
    }

    static boolean isAnnotationName(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".xml");
    }

    /** All annotations, by name. */
    List<Path> files() throws IOException {
        return Folders.files(annotations, ".xml");
    }

    /**
     * The annotation of an image that a list names: by its name, maybe with an ending, folders before it, or VOC's flag
     * -1, 0 or 1 behind it.
     *
     * @param where the list and its line
     * @throws IOException if there is none
     */
    Path annotation(String line, String where) throws IOException {
        String whole = Folders.slashes(line);
        String unflagged = whole.replaceFirst("\\s+(-1|0|1)$", "");
        for (String text : List.of(whole, unflagged)) {
            for (String name : List.of(text, lastPart(text))) {
                Optional<Path> file = annotationOf(Folders.named(annotations, name, where));
                if (file.isPresent()) {
                    return file.get();
                }
            }
        }
        throw new IOException(where + ": no annotation " + Folders.named(annotations, unflagged + ".xml", where));
    }

    /** The annotation at a path to which its ending is missing, or that has that of an image. */
    private static Optional<Path> annotationOf(Path named) {
        boolean hasEnding = ImageFiles.hasImageName(named) || isAnnotationName(named);
        Path bare = hasEnding ? named.resolveSibling(Folders.stem(named)) : named;
        return Stream.of(named, bare)
                .flatMap(base -> Stream.of(".xml", ".XML").map(ending -> Path.of(base + ending)))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * The image of an annotation: of the same name, whatever its ending, else the one that it names.
     *
     * @throws IOException if there is none
     */
    Path image(VocAnnotation annotation) throws IOException {
        String stem = Folders.stem(annotation.file());
        Optional<String> named = annotation.imageName().map(VocFolder::lastPart);
        List<Path> folders = Stream.of(images, annotations).distinct().toList();
        for (Path folder : folders) {
            Path file =
                    Folders.named(folder, named.orElse(""), annotation.file().toString());
            if (Folders.stem(file).equals(stem) && Files.isRegularFile(file)) {
                return file;
            }
        }
        for (Path folder : folders) {
            Optional<Path> own = Folders.imageOf(folder, stem);
            if (own.isPresent()) {
                return own.get();
            }
            if (named.isPresent()) {
                Path file = Folders.named(folder, named.get(), annotation.file().toString());
                if (Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        throw new IOException(annotation.file() + ": its image is missing, neither " + images.resolve(stem + ".jpg")
                + " nor " + annotation.imageName().orElse("a <filename>") + " exists");
    }

    private static String lastPart(String path) {
        String slashed = Folders.slashes(path);
        return slashed.substring(slashed.lastIndexOf('/') + 1);
    }
}
