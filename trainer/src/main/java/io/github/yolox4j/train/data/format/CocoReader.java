package io.github.yolox4j.train.data.format;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads COCO: a JSON file with {@code images}, {@code annotations} and {@code categories}, and the images in a folder.
 *
 * <p>Class ids are contiguous in the order of the category ids, which {@link Dataset#categoryIds()} keeps;
 * {@link Sample#id()} is the image's number. Crowd marks and areas are kept. Boxes without area are dropped with a
 * warning.
 *
 * @param annotations the JSON file
 * @param imageFolders where an image is looked for, in this order
 * @param classes names by class id, for a dataset that was numbered otherwise; without it the file's categories
 */
public record CocoReader(Path annotations, List<Path> imageFolders, Optional<List<String>> classes) {

    public CocoReader {
        imageFolders = List.copyOf(imageFolders);
    }

    /** Reads an annotation file whose images lie in one folder. */
    public static CocoReader of(Path annotations, Path images) {
        return new CocoReader(annotations, List.of(images), Optional.empty());
    }

    /**
     * Reads the file.
     *
     * @throws IOException if something is missing or wrong; the message is one line saying where and what
     */
    public Dataset read() throws IOException {
        return read(Findings.STRICT);
    }

    Dataset read(Findings findings) throws IOException {
        CocoFile file = CocoFile.read(annotations);
        List<CocoFile.Category> categories = categories(file);
        ClassNames names = new ClassNames(classes.orElseGet(
                () -> categories.stream().map(CocoFile.Category::name).toList()));
        Map<Integer, String> nameOfCategory = new LinkedHashMap<>();
        categories.forEach(category -> nameOfCategory.put(category.id(), category.name()));

        Map<Long, CocoFile.At<CocoFile.Image>> images = images(file, findings);
        Map<Long, UsableBoxes> boxes = new LinkedHashMap<>();
        images.forEach((id, image) -> boxes.put(
                id, new UsableBoxes(image.value().width(), image.value().height(), findings)));
        for (CocoFile.At<CocoFile.Annotation> annotation : file.annotations()) {
            addBox(annotation, nameOfCategory, names, boxes, findings);
        }
        List<Sample> samples = new ArrayList<>();
        for (CocoFile.At<CocoFile.Image> located : images.values()) {
            CocoFile.Image image = located.value();
            findings.attempt(ProblemKind.MISSING_FILE, () -> find(located))
                    .map(path -> new Sample(
                            Long.toString(image.id()),
                            path,
                            image.width(),
                            image.height(),
                            boxes.get(image.id()).list()))
                    .ifPresent(samples::add);
        }
        return new Dataset(names.names(), categoryIds(categories, names), samples);
    }

    private List<CocoFile.Category> categories(CocoFile file) throws IOException {
        Map<Integer, CocoFile.Category> byId = new LinkedHashMap<>();
        for (CocoFile.At<CocoFile.Category> located : file.categories()) {
            CocoFile.Category category = located.value();
            if (category.id() == null || category.name() == null) {
                throw new IOException(annotations + ": every category needs 'id' and 'name', got id " + category.id()
                        + " and name " + category.name());
            }
            if (byId.put(category.id(), category) != null) {
                throw new IOException(annotations + ": category id " + category.id() + " occurs twice");
            }
        }
        if (byId.isEmpty()) {
            throw new IOException(annotations + ": 'categories' is empty");
        }
        List<CocoFile.Category> sorted = byId.values().stream()
                .sorted(Comparator.comparingInt(CocoFile.Category::id))
                .toList();
        if (sorted.stream().map(CocoFile.Category::name).distinct().count() < sorted.size()) {
            throw new IOException(annotations + ": two categories have the same name");
        }
        return sorted;
    }

    /** The file's own number of each class; a class that the file does not know gets a number that no other has. */
    private static List<Integer> categoryIds(List<CocoFile.Category> categories, ClassNames names) {
        int free = Math.max(0, categories.get(categories.size() - 1).id()) + 1;
        List<Integer> ids = new ArrayList<>();
        for (String name : names.names()) {
            Optional<CocoFile.Category> known = categories.stream()
                    .filter(category -> category.name().equals(name))
                    .findFirst();
            ids.add(known.isPresent() ? known.get().id() : free++);
        }
        return ids;
    }

    private Map<Long, CocoFile.At<CocoFile.Image>> images(CocoFile file, Findings findings) throws IOException {
        Map<Long, CocoFile.At<CocoFile.Image>> images = new LinkedHashMap<>();
        for (CocoFile.At<CocoFile.Image> located : file.images()) {
            Optional<Long> id = findings.attempt(ProblemKind.WRONG_ANNOTATION, () -> checkedId(located, images));
            id.ifPresent(number -> images.put(number, located));
        }
        if (images.isEmpty()) {
            throw new IOException(annotations + ": 'images' is empty");
        }
        return images;
    }

    private Long checkedId(CocoFile.At<CocoFile.Image> located, Map<Long, CocoFile.At<CocoFile.Image>> before)
            throws IOException {
        CocoFile.Image image = located.value();
        String where = annotations + ":" + located.line();
        if (image.id() == null || image.fileName() == null) {
            throw new IOException(where + ": every image needs 'id' and 'file_name', got id " + image.id()
                    + " and file_name " + image.fileName());
        }
        if (image.width() == null || image.height() == null || image.width() < 1 || image.height() < 1) {
            throw new IOException(where + ": image " + image.id() + " needs a width and height of at least 1, got "
                    + image.width() + " x " + image.height());
        }
        if (before.containsKey(image.id())) {
            throw new IOException(where + ": image id " + image.id() + " occurs twice");
        }
        return image.id();
    }

    private void addBox(
            CocoFile.At<CocoFile.Annotation> located,
            Map<Integer, String> nameOfCategory,
            ClassNames names,
            Map<Long, UsableBoxes> boxes,
            Findings findings)
            throws IOException {
        CocoFile.Annotation annotation = located.value();
        String where = annotations + ":" + located.line() + ": annotation " + annotation.id();
        UsableBoxes ofImage = boxes.get(annotation.imageId());
        if (ofImage == null) {
            findings.refuse(
                    ProblemKind.WRONG_ANNOTATION,
                    new IOException(where + ": 'images' has no image " + annotation.imageId()));
            return;
        }
        Optional<Integer> classId = findings.attempt(
                ProblemKind.UNKNOWN_CLASS, () -> classId(annotation.categoryId(), nameOfCategory, names, where));
        Optional<List<Double>> bbox =
                findings.attempt(ProblemKind.WRONG_ANNOTATION, () -> checkedBox(annotation.bbox(), where));
        if (classId.isEmpty() || bbox.isEmpty()) {
            return;
        }
        double w = bbox.get().get(2);
        double h = bbox.get().get(3);
        Box box = Box.ofSides(bbox.get().get(0), bbox.get().get(1), w, h);
        if (ofImage.hasArea(where, box)) {
            boolean crowd = annotation.iscrowd() != null && annotation.iscrowd() == 1;
            double area = annotation.area() == null ? w * h : annotation.area();
            ofImage.add(where, new LabeledBox(classId.get(), box, crowd, false, area));
        }
    }

    private static int classId(Integer category, Map<Integer, String> nameOfCategory, ClassNames names, String where)
            throws IOException {
        String name = nameOfCategory.get(category);
        if (name == null) {
            throw new IOException(where + ": 'categories' has no category " + category);
        }
        return names.id(name, where);
    }

    private static List<Double> checkedBox(List<Double> bbox, String where) throws IOException {
        if (bbox == null || bbox.size() != 4 || bbox.stream().anyMatch(v -> v == null || !Double.isFinite(v))) {
            throw new IOException(where + ": 'bbox' must be [x, y, width, height], is " + bbox);
        }
        return bbox;
    }

    private Path find(CocoFile.At<CocoFile.Image> located) throws IOException {
        CocoFile.Image image = located.value();
        for (Path folder : imageFolders) {
            Path candidate = Folders.named(folder, image.fileName(), annotations + ":" + located.line());
            if (Files.isRegularFile(candidate)) {
                return candidate;
            }
        }
        throw new IOException(annotations + ":" + located.line() + ": image " + image.id() + ", " + image.fileName()
                + ", is in none of " + imageFolders);
    }
}
