package io.github.yolox4j.train.data.format;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads Pascal VOC: {@code Annotations/NAME.xml}, {@code JPEGImages/NAME.jpg} (or another image ending) and
 * {@code ImageSets/Main/SPLIT.txt} with a name per line. Without {@code ImageSets} every split is all annotations.
 *
 * <p>Coordinates are taken as they are: the original VOC counts pixels from 1, which most tools that write this format
 * do not. Boxes without area are dropped with a warning.
 *
 * @param folder with these folders, or with one folder that has them
 * @param classes names by class id; without it the sorted names of all annotations of the folder, whatever the split
 */
public record VocReader(Path folder, Optional<List<String>> classes) implements DatasetFormat.Reader {

    private static final Logger LOG = LoggerFactory.getLogger(VocReader.class);
    private static final String ANNOTATIONS = "Annotations";
    private static final String IMAGES = "JPEGImages";

    /** @throws IOException if something is missing or wrong; the message is one line saying where and what */
    @Override
    public Dataset read(String split, Findings findings) throws IOException {
        Path root = root();
        List<Path> files = files(root, split, findings);
        ClassNames names = new ClassNames(classes.isPresent() ? classes.get() : collectClasses(root, findings));
        List<Sample> samples = new ArrayList<>();
        for (Path file : files) {
            Optional<VocAnnotation> annotation =
                    findings.attempt(ProblemKind.WRONG_ANNOTATION, () -> VocAnnotation.read(file, findings));
            if (annotation.isPresent()) {
                sample(root, annotation.get(), names, findings).ifPresent(samples::add);
            }
        }
        return Dataset.of(names.names(), samples);
    }

    /** The splits that {@code ImageSets} lists; none without it. */
    @Override
    public List<String> splits() throws IOException {
        Path sets = sets(root());
        return Files.isDirectory(sets) ? splits(sets) : List.of();
    }

    private Path root() throws IOException {
        Folders.require(folder);
        if (isVoc(folder)) {
            return folder;
        }
        List<Path> below = Folders.list(folder, VocReader::isVoc);
        if (below.size() != 1) {
            throw new IOException(folder + ": no Pascal VOC dataset, needs the folders " + ANNOTATIONS + " and "
                    + IMAGES + (below.isEmpty() ? "" : "; several lie below: " + Folders.names(below)));
        }
        return below.get(0);
    }

    private static boolean isVoc(Path candidate) {
        return Files.isDirectory(candidate.resolve(ANNOTATIONS)) && Files.isDirectory(candidate.resolve(IMAGES));
    }

    private static List<Path> files(Path root, String split, Findings findings) throws IOException {
        Path sets = sets(root);
        if (!Files.isDirectory(sets)) {
            List<Path> all = annotations(root);
            LOG.warn("{} does not exist: split '{}' contains all {} annotations", sets, split, all.size());
            return all;
        }
        Path list = sets.resolve(split + ".txt");
        if (!Files.isRegularFile(list)) {
            throw new IOException("no split '" + split + "' in " + sets + ", there are " + splits(sets));
        }
        List<Path> files = new ArrayList<>();
        List<Folders.Entry> names = Folders.entries(list);
        for (Folders.Entry name : names) {
            findings.attempt(ProblemKind.MISSING_FILE, () -> annotation(root, name.text(), name.where()))
                    .ifPresent(files::add);
        }
        if (names.isEmpty()) {
            throw new IOException(list + ": contains no image names");
        }
        return files;
    }

    private static Path annotation(Path root, String name, String where) throws IOException {
        Path file = Folders.named(root.resolve(ANNOTATIONS), name + ".xml", where);
        if (!Files.isRegularFile(file)) {
            throw new IOException(where + ": no annotation " + file);
        }
        return file;
    }

    private static Path sets(Path root) {
        return root.resolve("ImageSets").resolve("Main");
    }

    private static List<String> splits(Path sets) throws IOException {
        return Folders.list(sets, file -> file.toString().endsWith(".txt")).stream()
                .map(Folders::stem)
                .toList();
    }

    private static List<Path> annotations(Path root) throws IOException {
        Path annotations = root.resolve(ANNOTATIONS);
        List<Path> files = Folders.list(annotations, file -> file.toString().endsWith(".xml"));
        if (files.isEmpty()) {
            throw new IOException(annotations + ": no .xml file");
        }
        return files;
    }

    private static List<String> collectClasses(Path root, Findings findings) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (Path file : annotations(root)) {
            findings.attempt(ProblemKind.WRONG_ANNOTATION, () -> VocAnnotation.read(file, findings))
                    .ifPresent(annotation -> annotation.objects().forEach(object -> names.add(object.name())));
        }
        if (names.isEmpty()) {
            throw new IOException(root.resolve(ANNOTATIONS) + ": no file contains an object");
        }
        return List.copyOf(names);
    }

    private static Optional<Sample> sample(Path root, VocAnnotation annotation, ClassNames names, Findings findings)
            throws IOException {
        UsableBoxes boxes = new UsableBoxes(annotation.width(), annotation.height(), findings);
        for (VocAnnotation.NamedObject object : annotation.objects()) {
            Optional<Integer> classId =
                    findings.attempt(ProblemKind.UNKNOWN_CLASS, () -> names.id(object.name(), object.where()));
            if (classId.isPresent() && boxes.hasArea(object.where(), object.box())) {
                Box box = object.box();
                boxes.add(object.where(), new LabeledBox(classId.get(), box, false, object.difficult(), box.area()));
            }
        }
        return findings.attempt(ProblemKind.MISSING_FILE, () -> image(root, annotation))
                .map(image -> new Sample(
                        Folders.stem(annotation.file()), image, annotation.width(), annotation.height(), boxes.list()));
    }

    /** The image of the annotation's own name, whatever its ending, else the one it names. */
    private static Path image(Path root, VocAnnotation annotation) throws IOException {
        Path images = root.resolve(IMAGES);
        String stem = Folders.stem(annotation.file());
        Optional<Path> own = Folders.imageOf(images, stem);
        if (own.isPresent()) {
            return own.get();
        }
        if (annotation.imageName().isPresent()) {
            String name = annotation.imageName().get().replace('\\', '/');
            Path named = Folders.named(
                    images,
                    name.substring(name.lastIndexOf('/') + 1),
                    annotation.file().toString());
            if (Files.isRegularFile(named)) {
                return named;
            }
        }
        throw new IOException(annotation.file() + ": its image is missing, neither " + images.resolve(stem + ".jpg")
                + " nor " + annotation.imageName().orElse("a <filename>") + " exists");
    }
}
