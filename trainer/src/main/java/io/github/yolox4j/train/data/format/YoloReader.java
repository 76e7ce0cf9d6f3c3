package io.github.yolox4j.train.data.format;

import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.detection.image.ImageSize;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads YOLO text annotations: {@code data.yaml} with the class names and the image folder (or a text file with an
 * image per line) of each split; beside {@code images/.../NAME.jpg} lies {@code labels/.../NAME.txt}, with a line
 * {@code class cx cy w h} per object in fractions of the image's width and height. An image without label file shows no
 * object.
 *
 * <p>Boxes without area are dropped with a warning. Sizes are read from the images' headers.
 *
 * @param folder with {@code data.yaml}
 * @param classes names by class id, for a dataset that was numbered otherwise; without it those of {@code data.yaml}
 */
public record YoloReader(Path folder, Optional<List<String>> classes) implements DatasetFormat.Reader {

    /** @throws IOException if something is missing or wrong; the message is one line saying where and what */
    @Override
    public Dataset read(String split, Findings findings) throws IOException {
        Folders.require(folder);
        YoloConfig config = YoloConfig.read(folder.resolve("data.yaml"));
        ClassNames names = new ClassNames(classes.orElse(config.names()));
        List<Path> places = config.places(split);
        List<Sample> samples = new ArrayList<>();
        int labelFiles = 0;
        for (Path place : places) {
            for (Path image : images(place, findings)) {
                Path labels = labels(image);
                labelFiles += Files.isRegularFile(labels) ? 1 : 0;
                sample(image, labels, config, names, findings).ifPresent(samples::add);
            }
        }
        if (samples.isEmpty()) {
            throw new IOException(config.file() + ": no image in " + places);
        }
        if (labelFiles == 0) {
            throw new IOException(config.file() + ": none of the " + samples.size() + " images of split '" + split
                    + "' has a label file; the first would be "
                    + labels(samples.get(0).image()));
        }
        return Dataset.of(names.names(), samples);
    }

    @Override
    public List<String> splits() throws IOException {
        Folders.require(folder);
        return YoloConfig.read(folder.resolve("data.yaml")).splits();
    }

    private static List<Path> images(Path place, Findings findings) throws IOException {
        if (Files.isDirectory(place)) {
            try (Stream<Path> files = Files.walk(place)) {
                return files.filter(file ->
                                ImageFiles.hasImageName(file) && !Folders.isHidden(file) && Files.isRegularFile(file))
                        .sorted()
                        .toList();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        List<Path> images = new ArrayList<>();
        for (Folders.Entry line : Folders.entries(place)) {
            findings.attempt(ProblemKind.MISSING_FILE, () -> listed(place, line))
                    .ifPresent(images::add);
        }
        return images;
    }

    private static Path listed(Path list, Folders.Entry line) throws IOException {
        Path image = Folders.named(list.toAbsolutePath().getParent(), line.text(), line.where())
                .normalize();
        if (!Files.isRegularFile(image)) {
            throw new IOException(line.where() + ": no image " + image);
        }
        return image;
    }

    /** The same path with the last folder "images" replaced by "labels" and the ending by "txt". */
    private static Path labels(Path image) {
        Path file = image.resolveSibling(Folders.stem(image) + ".txt").toAbsolutePath();
        for (int i = file.getNameCount() - 2; i >= 0; i--) {
            if (file.getName(i).toString().equals("images")) {
                Path above = i == 0 ? file.getRoot() : file.getRoot().resolve(file.subpath(0, i));
                return above.resolve("labels").resolve(file.subpath(i + 1, file.getNameCount()));
            }
        }
        return file;
    }

    private static Optional<Sample> sample(
            Path image, Path labels, YoloConfig config, ClassNames names, Findings findings) throws IOException {
        Optional<ImageSize> readable = findings.attempt(ProblemKind.UNREADABLE_FILE, () -> ImageFiles.size(image));
        if (readable.isEmpty()) {
            return Optional.empty();
        }
        ImageSize size = readable.get();
        UsableBoxes boxes = new UsableBoxes(size.width(), size.height(), findings);
        if (Files.isRegularFile(labels)) {
            List<Folders.Entry> lines = findings.attempt(ProblemKind.UNREADABLE_FILE, () -> Folders.entries(labels))
                    .orElse(List.of());
            for (Folders.Entry line : lines) {
                Optional<YoloRow> row = findings.attempt(
                        ProblemKind.WRONG_ANNOTATION, () -> YoloRow.parse(line.text(), line.where(), size, findings));
                if (row.isPresent()) {
                    addBox(row.get(), line.where(), config, names, boxes, findings);
                }
            }
        }
        return Optional.of(new Sample(Folders.stem(image), image, size.width(), size.height(), boxes.list()));
    }

    private static void addBox(
            YoloRow row, String where, YoloConfig config, ClassNames names, UsableBoxes boxes, Findings findings)
            throws IOException {
        Optional<Integer> classId =
                findings.attempt(ProblemKind.UNKNOWN_CLASS, () -> classId(row.number(), where, config, names));
        if (classId.isPresent() && boxes.hasArea(where, row.box())) {
            boxes.add(where, LabeledBox.of(classId.get(), row.box()));
        }
    }

    private static int classId(int number, String where, YoloConfig config, ClassNames names) throws IOException {
        if (number < 0 || number >= config.names().size()) {
            throw new IOException(where + ": class " + number + " has no name among " + config.names());
        }
        return names.id(config.names().get(number), where);
    }
}
