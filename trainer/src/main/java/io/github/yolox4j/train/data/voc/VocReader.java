package io.github.yolox4j.train.data.voc;

import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.detection.image.ImageSize;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.annotation.AnnotationReader;
import io.github.yolox4j.train.data.annotation.Census;
import io.github.yolox4j.train.data.annotation.ClassNames;
import io.github.yolox4j.train.data.annotation.Folders;
import io.github.yolox4j.train.data.annotation.MissingImages;
import io.github.yolox4j.train.data.annotation.NoDatasetException;
import io.github.yolox4j.train.data.annotation.Splits;
import io.github.yolox4j.train.data.annotation.UsableBoxes;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads Pascal VOC: an XML file an image. {@code Annotations/NAME.xml}, {@code JPEGImages/NAME.jpg} (or another image
 * ending) and {@code ImageSets/Main/SPLIT.txt} with a name per line; the folders may be written otherwise
 * ({@code annotations}, {@code images}), be missing ({@code NAME.xml} beside {@code NAME.jpg}), or lie in a folder for
 * each split. Without lists and such folders every split is all annotations.
 *
 * <p>Coordinates are taken as they are: the original VOC counts pixels from 1, which most tools that write this format
 * do not.
 *
 * @param folder with these files, or with one folder that has them
 * @param classes names by class id; without it the sorted names of all annotations of the folder, whatever the split
 */
public record VocReader(Path folder, Optional<List<String>> classes) implements AnnotationReader {

    /** How far below the dataset's folder annotations are looked for that are not read. */
    private static final int DEPTH = 4;

    @Override
    public Dataset read(String split, Findings findings) throws IOException {
        VocLayout layout = required();
        Map<Path, VocFolder> files = files(layout, split, findings);
        Map<Path, VocAnnotation> annotations = new LinkedHashMap<>();
        for (Path file : files.keySet()) {
            findings.attempt(ProblemKind.WRONG_ANNOTATION, () -> VocAnnotation.read(file, findings))
                    .ifPresent(annotation -> annotations.put(file, annotation));
        }
        ClassNames names = new ClassNames(
                classes.isPresent() ? classes.get() : collectClasses(layout, annotations, findings.elsewhere()));
        List<Sample> samples = new ArrayList<>();
        for (VocAnnotation annotation : annotations.values()) {
            sample(files.get(annotation.file()), annotation, names, findings).ifPresent(samples::add);
        }
        return MissingImages.check(layout.root(), Dataset.of(names.names(), samples), findings);
    }

    @Override
    public List<String> splits() throws IOException {
        return required().names();
    }

    @Override
    public String layout() throws IOException {
        return required().toString();
    }

    private VocLayout required() throws IOException {
        Folders.require(folder);
        Optional<VocLayout> layout = VocLayout.find(folder);
        if (layout.isEmpty()) {
            throw new NoDatasetException(folder + ": no Pascal VOC dataset, expected " + VocLayout.EXPECTED + "; found "
                    + Census.of(folder));
        }
        return layout.get();
    }

    /** The annotation files of a split, each with the folder that it is of. */
    private static Map<Path, VocFolder> files(VocLayout layout, String split, Findings findings) throws IOException {
        Map<Path, VocFolder> files = new LinkedHashMap<>();
        if (layout.lists().isPresent()) {
            Path list = list(layout, layout.lists().get(), split, findings);
            VocFolder whole = layout.whole().orElseThrow();
            List<Folders.Entry> lines = Folders.entries(list);
            for (Folders.Entry line : lines) {
                findings.attempt(ProblemKind.MISSING_FILE, () -> whole.annotation(line.text(), line.where()))
                        .ifPresent(file -> files.put(file, whole));
            }
            if (lines.isEmpty()) {
                throw new IOException(list + ": contains no image names");
            }
            return files;
        }
        VocFolder found = layout.splits().isEmpty()
                ? layout.whole().orElseThrow()
                : layout.splits().get(Splits.require(split, layout.names(), layout.root()));
        if (layout.splits().isEmpty()) {
            findings.tell(
                    ProblemKind.WHOLE_AS_SPLIT,
                    layout.root() + ": split '" + split
                            + "' is all annotations, as neither lists nor folders divide them");
        }
        for (Path file : found.files()) {
            files.put(file, found);
        }
        tellOutside(layout, findings);
        return files;
    }

    /** Tells of annotations that are in none of the folders, which a person may take to be read. */
    private static void tellOutside(VocLayout layout, Findings findings) throws IOException {
        Set<Path> read = new HashSet<>();
        List<VocFolder> folders = layout.splits().isEmpty()
                ? layout.folders()
                : List.copyOf(layout.splits().values());
        folders.forEach(folder -> read.add(folder.annotations()));
        Map<Path, Integer> outside = new TreeMap<>();
        for (Path file : Folders.walk(layout.root(), DEPTH, VocFolder::isAnnotationName)) {
            if (!read.contains(file.getParent())) {
                outside.merge(file.getParent(), 1, Integer::sum);
            }
        }
        for (Map.Entry<Path, Integer> entry : outside.entrySet()) {
            findings.tell(
                    ProblemKind.OUTSIDE_SPLITS,
                    entry.getKey() + ": " + entry.getValue() + " XML files here are not read; " + layout + " are");
        }
    }

    /** The list of a split; the only list {@code default} of CVAT is all images. */
    private static Path list(VocLayout layout, Path lists, String split, Findings findings) throws IOException {
        if (layout.names().isEmpty()) {
            findings.tell(
                    ProblemKind.WHOLE_AS_SPLIT,
                    lists + ": split '" + split + "' is all images of the only list, " + VocLayout.UNDIVIDED);
            return lists.resolve(VocLayout.UNDIVIDED + ".txt");
        }
        return lists.resolve(Splits.require(split, layout.names(), lists) + ".txt");
    }

    private static List<String> collectClasses(VocLayout layout, Map<Path, VocAnnotation> read, Findings elsewhere)
            throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (VocFolder of : layout.folders()) {
            for (Path file : of.files()) {
                Optional<VocAnnotation> annotation = read.containsKey(file)
                        ? Optional.of(read.get(file))
                        : elsewhere.attempt(ProblemKind.WRONG_ANNOTATION, () -> VocAnnotation.read(file, elsewhere));
                annotation.ifPresent(found -> found.objects().forEach(object -> names.add(object.name())));
            }
        }
        if (names.isEmpty()) {
            throw new IOException(layout.root() + ": no annotation contains an object");
        }
        return List.copyOf(names);
    }

    private static Optional<Sample> sample(
            VocFolder folder, VocAnnotation annotation, ClassNames names, Findings findings) throws IOException {
        Optional<Path> image = findings.attempt(ProblemKind.MISSING_IMAGE, () -> folder.image(annotation));
        if (image.isEmpty()) {
            return Optional.empty();
        }
        Optional<ImageSize> size = annotation.size().isPresent()
                ? annotation.size()
                : findings.attempt(ProblemKind.UNREADABLE_IMAGE, () -> ImageFiles.size(image.get()));
        if (size.isEmpty()) {
            return Optional.empty();
        }
        UsableBoxes boxes = new UsableBoxes(size.get().width(), size.get().height(), findings);
        for (VocAnnotation.NamedObject object : annotation.objects()) {
            Optional<Integer> classId =
                    findings.attempt(ProblemKind.UNKNOWN_CLASS, () -> names.id(object.name(), object.where()));
            if (classId.isPresent() && boxes.hasArea(object.where(), object.box())) {
                boxes.add(
                        object.where(),
                        new LabeledBox(
                                classId.get(),
                                object.box(),
                                false,
                                object.difficult(),
                                object.box().area()));
            }
        }
        return Optional.of(new Sample(
                Folders.stem(annotation.file()),
                image.get(),
                size.get().width(),
                size.get().height(),
                boxes.list()));
    }
}
