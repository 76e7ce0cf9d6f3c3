package io.github.yolox4j.train.data.yolo;

import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.detection.image.ImageSize;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.annotation.AnnotationReader;
import io.github.yolox4j.train.data.annotation.ClassNames;
import io.github.yolox4j.train.data.annotation.Folders;
import io.github.yolox4j.train.data.annotation.ImageIndex;
import io.github.yolox4j.train.data.annotation.MissingImages;
import io.github.yolox4j.train.data.annotation.UsableBoxes;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads YOLO text annotations: beside {@code images/.../NAME.jpg} lies {@code labels/.../NAME.txt}, else
 * {@code NAME.txt} beside the image, with a line {@code class cx cy w h} per object in fractions of the image's width
 * and height. {@code data.yaml}, {@code obj.data} or {@code classes.txt} says the class names and where the images of
 * each split lie (a folder, or a text file with an image per line). An image without label file shows no object.
 *
 * <p>Sizes are read from the images' headers.
 *
 * @param place the folder of the dataset, or the file that describes it
 * @param classes names by class id, for a dataset that was numbered otherwise; without it those of the dataset
 */
public record YoloReader(Path place, Optional<List<String>> classes) implements AnnotationReader {

    @Override
    public Dataset read(String split, Findings findings) throws IOException {
        YoloLayout layout = YoloLayout.find(place, classes);
        ClassNames names = new ClassNames(classes.orElse(layout.names()));
        List<Path> places = layout.places(split, findings);
        Rows rows = new Rows(numbered(layout, places), names, layout.hasKeypoints());
        names.tellOrder(rows.numbered(), layout.file() + ": split '" + split + "'", findings);
        List<Sample> samples = new ArrayList<>();
        int images = 0;
        for (Path where : places) {
            List<Path> found = images(where, layout, findings);
            for (Path image : found) {
                images++;
                sample(image, rows, findings).ifPresent(samples::add);
            }
            if (Files.isDirectory(where)) {
                Orphans.tell(where, found, findings);
            }
        }
        if (images == 0 && findings.count(ProblemKind.MISSING_IMAGE) == 0) {
            throw new IOException(layout.file() + ": no image in " + places);
        }
        return MissingImages.check(layout.file(), Dataset.of(names.names(), samples), findings);
    }

    /**
     * How rows are read.
     *
     * @param numbered the names of the classes by the numbers in the rows
     */
    private record Rows(List<String> numbered, ClassNames names, boolean hasKeypoints) {}

    /**
     * The classes by the numbers of a split: those of the list that lies with its labels, as labelImg writes it. One
     * that goes against what else names the classes is no guess to make.
     */
    private static List<String> numbered(YoloLayout layout, List<Path> places) throws IOException {
        List<String> known = layout.names();
        for (Path place : places) {
            Optional<Path> list = Files.isDirectory(place) ? listOf(place) : Optional.empty();
            if (list.isEmpty() || Files.isSameFile(list.get(), layout.file())) {
                continue;
            }
            List<String> own = ClassList.names(list.get());
            if (layout instanceof ClassList) {
                return own;
            }
            int both = Math.min(own.size(), known.size());
            if (!own.subList(0, both).equals(known.subList(0, both))) {
                throw new IOException(list.get() + " numbers the classes " + own + ", but " + layout.file() + " "
                        + known + "; remove the one that is wrong");
            }
        }
        return known;
    }

    private static Optional<Path> listOf(Path place) {
        return ClassList.in(labels(place.resolve("x.jpg")).getParent()).or(() -> ClassList.in(place));
    }

    @Override
    public List<String> splits() throws IOException {
        return YoloLayout.find(place, classes).splits();
    }

    @Override
    public String layout() throws IOException {
        return YoloLayout.find(place, classes).description();
    }

    private static List<Path> images(Path place, YoloLayout layout, Findings findings) throws IOException {
        if (Files.isDirectory(place)) {
            return ImageIndex.images(place);
        }
        List<Folders.Entry> lines = Folders.entries(place);
        List<Path> folders = Stream.of(place, layout.file())
                .map(file -> file.toAbsolutePath().getParent())
                .distinct()
                .toList();
        ImageIndex index =
                new ImageIndex(folders, lines.stream().map(Folders.Entry::text).toList());
        List<Path> images = new ArrayList<>();
        for (Folders.Entry line : lines) {
            findings.attempt(ProblemKind.MISSING_IMAGE, () -> index.find(line.text(), line.where(), findings))
                    .map(Path::normalize)
                    .ifPresent(images::add);
        }
        return images;
    }

    /**
     * The same path with the last folder "images" replaced by "labels" and the ending by "txt"; beside the image where
     * there is no such file.
     */
    static Path labels(Path image) {
        Path beside = image.resolveSibling(Folders.stem(image) + ".txt").toAbsolutePath();
        for (int i = beside.getNameCount() - 2; i >= 0; i--) {
            if (beside.getName(i).toString().equalsIgnoreCase("images")) {
                Path above = i == 0 ? beside.getRoot() : beside.getRoot().resolve(beside.subpath(0, i));
                String name = beside.getName(i).toString().equals("Images") ? "Labels" : "labels";
                Path labels = above.resolve(name).resolve(beside.subpath(i + 1, beside.getNameCount()));
                return !Files.exists(labels) && Files.exists(beside) ? beside : labels;
            }
        }
        return beside;
    }

    private static Optional<Sample> sample(Path image, Rows rows, Findings findings) throws IOException {
        Optional<ImageSize> readable = findings.attempt(ProblemKind.UNREADABLE_IMAGE, () -> ImageFiles.size(image));
        if (readable.isEmpty()) {
            return Optional.empty();
        }
        ImageSize size = readable.get();
        UsableBoxes boxes = new UsableBoxes(size.width(), size.height(), findings);
        for (Folders.Entry line : lines(image, findings)) {
            Optional<YoloRow> row = findings.attempt(
                    ProblemKind.WRONG_OBJECT,
                    () -> YoloRow.parse(line.text(), line.where(), size, rows.hasKeypoints(), findings));
            if (row.isPresent()) {
                addBox(row.get(), line.where(), rows, boxes, findings);
            }
        }
        return Optional.of(new Sample(Folders.stem(image), image, size.width(), size.height(), boxes.list()));
    }

    private static List<Folders.Entry> lines(Path image, Findings findings) throws IOException {
        Path lower = labels(image);
        Path upper = lower.resolveSibling(Folders.stem(lower) + ".TXT");
        Path labels = !Files.exists(lower) && Files.exists(upper) ? upper : lower;
        if (!Files.isRegularFile(labels)) {
            findings.tell(ProblemKind.NO_LABEL_FILE, image + ": no label file " + labels);
            return List.of();
        }
        return findings.attempt(ProblemKind.WRONG_ANNOTATION, () -> Folders.entries(labels))
                .orElse(List.of());
    }

    private static void addBox(YoloRow row, String where, Rows rows, UsableBoxes boxes, Findings findings)
            throws IOException {
        Optional<Integer> classId =
                findings.attempt(ProblemKind.UNKNOWN_CLASS, () -> classId(row.number(), where, rows));
        if (classId.isPresent() && boxes.hasArea(where, row.box())) {
            boxes.add(where, LabeledBox.of(classId.get(), row.box()));
        }
    }

    private static int classId(int number, String where, Rows rows) throws IOException {
        if (number < 0 || number >= rows.numbered().size()) {
            throw new IOException(where + ": class " + number + " has no name among " + rows.numbered());
        }
        return rows.names().id(rows.numbered().get(number), where);
    }
}
