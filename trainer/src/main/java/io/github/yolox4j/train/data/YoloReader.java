package io.github.yolox4j.train.data;

import io.github.yolox4j.model.image.ImageFiles;
import io.github.yolox4j.model.image.ImageSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads YOLO text annotations: {@code data.yaml} with the class names and the image folder (or a text file with an image per
 * line) of each split; beside {@code images/.../NAME.jpg} lies {@code labels/.../NAME.txt}, with a line {@code class cx cy w h} per
 * object in fractions of the image's width and height. An image without label file shows no object.
 *
 * <p>Boxes without area are dropped with a warning. Sizes are read from the images' headers.
 *
 * @param folder with {@code data.yaml}
 * @param classes names by class id, for a dataset that was numbered otherwise; without it those of {@code data.yaml}
 */
public record YoloReader(Path folder, Optional<List<String>> classes) {

    /**
     * Reads a split.
     *
     * @throws IOException if something is missing or wrong; the message is one line saying where and what
     */
    public Dataset read(String split) throws IOException {
        Folders.require(folder);
        YoloConfig config = YoloConfig.read(folder.resolve("data.yaml"));
        ClassNames names = new ClassNames(classes.orElse(config.names()));
        List<Path> places = config.places(split);
        List<Sample> samples = new ArrayList<>();
        int labelFiles = 0;
        for (Path place : places) {
            for (Path image : images(place)) {
                Path labels = labels(image);
                labelFiles += Files.isRegularFile(labels) ? 1 : 0;
                samples.add(sample(image, labels, config, names));
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

    private static List<Path> images(Path place) throws IOException {
        if (Files.isDirectory(place)) {
            try (Stream<Path> files = Files.walk(place)) {
                return files.filter(file -> ImageFiles.hasImageName(file) && Files.isRegularFile(file))
                        .sorted()
                        .toList();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        List<Path> images = new ArrayList<>();
        List<String> lines = Folders.lines(place);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).trim();
            if (!line.isEmpty()) {
                Path image = place.resolveSibling(line).normalize();
                if (!Files.isRegularFile(image)) {
                    throw new IOException(place + ":" + (i + 1) + ": no image " + image);
                }
                images.add(image);
            }
        }
        return images;
    }

    /** The same path with the last {@code images} replaced by {@code labels} and the ending by {@code txt}. */
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

    private static Sample sample(Path image, Path labels, YoloConfig config, ClassNames names) throws IOException {
        ImageSize size = ImageFiles.size(image);
        UsableBoxes boxes = new UsableBoxes(size.width(), size.height());
        if (Files.isRegularFile(labels)) {
            List<String> lines = Folders.lines(labels);
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isBlank()) {
                    addBox(lines.get(i).trim(), labels + ":" + (i + 1), size, config, names, boxes);
                }
            }
        }
        return new Sample(Folders.stem(image), image, size.width(), size.height(), boxes.list());
    }

    private static void addBox(
            String line, String where, ImageSize size, YoloConfig config, ClassNames names, UsableBoxes boxes)
            throws IOException {
        String[] parts = line.split("\\s+");
        if (parts.length != 5) {
            throw new IOException(
                    where + ": needs 5 numbers, class cx cy width height, got " + parts.length + " in '" + line + "'");
        }
        int number = number(parts[0], where);
        if (number < 0 || number >= config.names().size()) {
            throw new IOException(where + ": class " + number + " has no name among " + config.names());
        }
        int classId = names.id(config.names().get(number), where);
        double cx = fraction(parts[1], where) * size.width();
        double cy = fraction(parts[2], where) * size.height();
        double w = fraction(parts[3], where) * size.width();
        double h = fraction(parts[4], where) * size.height();
        if (UsableBoxes.hasArea(where, cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2)) {
            boxes.add(where, LabeledBox.ofCorners(classId, cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2));
        }
    }

    private static int number(String text, String where) throws IOException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IOException(where + ": the class must be a whole number, is '" + text + "'", e);
        }
    }

    private static double fraction(String text, String where) throws IOException {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IOException(where + ": '" + text + "' is not a number", e);
        }
        if (!(value >= 0 && value <= 1)) {
            throw new IOException(where + ": " + text + " must be a fraction of the image, between 0 and 1");
        }
        return value;
    }
}
