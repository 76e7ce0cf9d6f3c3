package io.github.yolox4j.train.data.coco;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.detection.image.ImageSize;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.annotation.ClassNames;
import io.github.yolox4j.train.data.annotation.ImageIndex;
import io.github.yolox4j.train.data.annotation.MissingImages;
import io.github.yolox4j.train.data.annotation.UsableBoxes;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.Policy;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads COCO: a JSON file with {@code images}, {@code annotations} and {@code categories}, and the images in a folder.
 *
 * <p>Class ids are contiguous in the order of the category ids, which {@link Dataset#categoryIds()} keeps;
 * {@link Sample#id()} is the image's id. Crowd marks and areas are kept. An annotation without a box has that around
 * its outline; an image without a size has that of its file.
 *
 * @param annotations the JSON file
 * @param imageFolders where an image is looked for, in this order
 * @param classes names by class id, for a dataset that was numbered otherwise; without it the file's categories
 */
public record CocoReader(Path annotations, List<Path> imageFolders, Optional<List<String>> classes) {

    private static final int BOX = 4;

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
        return read(Findings.stopping(Policy.USUAL));
    }

    /** Reads the file, and hands over what is unusual. */
    public Dataset read(Findings findings) throws IOException {
        CocoFile file = CocoFile.read(annotations, findings);
        CocoCategories categories = CocoCategories.of(file, annotations.toString(), findings);
        ClassNames names = new ClassNames(classes.orElseGet(categories::classes));
        names.tellOrder(categories.classes(), annotations.toString(), findings);
        Map<String, Image> images = images(file, findings);
        for (CocoFile.Entry annotation : file.annotations()) {
            addBox(annotation, categories, names, images, findings);
        }
        List<Sample> samples = new ArrayList<>();
        images.forEach((id, image) -> image.path.ifPresent(path ->
                samples.add(new Sample(id, path, image.size.width(), image.size.height(), image.boxes.list()))));
        return MissingImages.check(
                annotations, new Dataset(names.names(), categories.numbers(names.names()), samples), findings);
    }

    /** An image and its boxes; without a path if it is left out. */
    private static final class Image {

        private final Optional<Path> path;
        private final ImageSize size;
        private final UsableBoxes boxes;

        Image(Optional<Path> path, ImageSize size, Findings findings) {
            this.path = path;
            this.size = size;
            this.boxes = new UsableBoxes(size.width(), size.height(), findings);
        }

        /** Nobody asks for the size and the boxes of what is left out. */
        static Image leftOut(Findings findings) {
            return new Image(Optional.empty(), new ImageSize(1, 1), findings);
        }
    }

    private Map<String, Image> images(CocoFile file, Findings findings) throws IOException {
        if (file.images().isEmpty()) {
            throw new IOException(annotations + ": 'images' is empty");
        }
        List<String> names = new ArrayList<>();
        for (CocoFile.Entry entry : file.images()) {
            names.add(entry.value("file_name").written());
        }
        ImageIndex index = new ImageIndex(imageFolders, names);
        Map<String, String> lines = new HashMap<>();
        Map<String, Image> images = new LinkedHashMap<>();
        for (CocoFile.Entry entry : file.images()) {
            Optional<String> id = findings.attempt(ProblemKind.WRONG_ANNOTATION, () -> newId(entry, lines));
            if (id.isPresent()) {
                lines.put(id.get(), entry.where());
                images.put(id.get(), image(entry, id.get(), index, findings));
            }
        }
        return images;
    }

    private static String newId(CocoFile.Entry entry, Map<String, String> before) throws IOException {
        Optional<String> id = entry.value("id").id();
        Optional<String> name = entry.value("file_name").text();
        if (id.isEmpty() || name.isEmpty()) {
            throw new IOException(entry.where() + ": every image needs 'id' and 'file_name', got id "
                    + id.orElse("null") + " and file_name " + name.orElse("null"));
        }
        if (before.containsKey(id.get())) {
            throw new IOException(entry.where() + ": image id " + id.get() + " occurs twice");
        }
        return id.get();
    }

    private static Image image(CocoFile.Entry entry, String id, ImageIndex index, Findings findings)
            throws IOException {
        String name = entry.value("file_name").text().orElseThrow();
        Optional<Path> path =
                findings.attempt(ProblemKind.MISSING_IMAGE, () -> index.find(name, entry.where(), findings));
        OptionalInt width = sideOf(entry, "width", findings);
        OptionalInt height = sideOf(entry, "height", findings);
        if (width.isPresent() && height.isPresent()) {
            return new Image(path, new ImageSize(width.getAsInt(), height.getAsInt()), findings);
        }
        if (path.isEmpty()) {
            return Image.leftOut(findings);
        }
        findings.tell(
                ProblemKind.SIZE_FROM_IMAGE,
                entry.where() + ": image " + id + " has no width and height; those of " + name + " are taken");
        Optional<ImageSize> size = findings.attempt(ProblemKind.UNREADABLE_IMAGE, () -> ImageFiles.size(path.get()));
        return size.isPresent() ? new Image(path, size.get(), findings) : Image.leftOut(findings);
    }

    private static OptionalInt sideOf(CocoFile.Entry entry, String key, Findings findings) throws IOException {
        return findings.attempt(
                        ProblemKind.WRONG_ANNOTATION, () -> entry.value(key).pixels(findings))
                .orElse(OptionalInt.empty());
    }

    private void addBox(
            CocoFile.Entry entry,
            CocoCategories categories,
            ClassNames names,
            Map<String, Image> images,
            Findings findings)
            throws IOException {
        String where = entry.where() + ": annotation " + entry.value("id").id().orElse("null");
        Optional<Image> image = findings.attempt(ProblemKind.WRONG_ANNOTATION, () -> imageOf(entry, images, where));
        if (image.isEmpty() || image.get().path.isEmpty()) {
            return;
        }
        Optional<Integer> classId =
                findings.attempt(ProblemKind.UNKNOWN_CLASS, () -> classId(entry, categories, names, where));
        Optional<Optional<Box>> box = findings.attempt(ProblemKind.WRONG_OBJECT, () -> box(entry, where, findings));
        if (classId.isEmpty()
                || box.isEmpty()
                || box.get().isEmpty()
                || !image.get().boxes.hasArea(where, box.get().get())) {
            return;
        }
        Optional<Boolean> crowd = findings.attempt(
                ProblemKind.WRONG_OBJECT, () -> entry.value("iscrowd").mark(findings));
        Optional<Double> area = findings.attempt(ProblemKind.WRONG_OBJECT, () -> entry.value("area")
                .number(findings)
                .orElse(box.get().get().area()));
        if (crowd.isPresent() && area.isPresent()) {
            image.get()
                    .boxes
                    .add(where, new LabeledBox(classId.get(), box.get().get(), crowd.get(), false, area.get()));
        }
    }

    private static Image imageOf(CocoFile.Entry entry, Map<String, Image> images, String where) throws IOException {
        String id = entry.value("image_id").id().orElse("null");
        Image image = images.get(id);
        if (image == null) {
            throw new IOException(where + ": 'images' has no image " + id);
        }
        return image;
    }

    private static int classId(CocoFile.Entry entry, CocoCategories categories, ClassNames names, String where)
            throws IOException {
        String id = entry.value("category_id").id().orElse("null");
        String name = categories.names().get(id);
        if (name == null) {
            throw new IOException(where + ": 'categories' has no category " + id);
        }
        return names.id(name, where);
    }

    /** The box, or that around the outline; empty, and told, if nothing is marked. */
    private static Optional<Box> box(CocoFile.Entry entry, String where, Findings findings) throws IOException {
        CocoValue bbox = entry.value("bbox");
        boolean isEmpty = bbox.isGiven() && bbox.node().isArray() && bbox.node().isEmpty();
        if (bbox.isGiven() && !isEmpty) {
            return Optional.of(given(bbox, where, findings));
        }
        Optional<Box> around;
        try {
            around = entry.outline().box();
        } catch (IOException e) {
            throw new IOException(where + ": " + e.getMessage(), e);
        }
        if (around.isPresent()) {
            findings.tell(ProblemKind.OTHER_SHAPE, where + ": no 'bbox'; the box around its outline is taken");
        } else if (isEmpty || entry.outline().isGiven()) {
            findings.tell(ProblemKind.NO_AREA, where + ": dropped, as it marks nothing: 'bbox' is empty");
        } else {
            throw new IOException(where + ": no 'bbox' and no 'segmentation'");
        }
        return around;
    }

    private static Box given(CocoValue bbox, String where, Findings findings) throws IOException {
        double[] sides = new double[BOX];
        boolean isBox = bbox.node().isArray() && bbox.node().size() == BOX;
        for (int i = 0; isBox && i < BOX; i++) {
            CocoValue side = new CocoValue(where, "bbox[" + i + "]", bbox.node().get(i));
            isBox = side.isGiven()
                    && !side.node().isContainerNode()
                    && !side.node().isBoolean();
            sides[i] = isBox ? side.number(findings).orElse(Double.NaN) : Double.NaN;
        }
        Box box = Box.ofSides(sides[0], sides[1], sides[2], sides[3]);
        if (!isBox || !box.isFinite()) {
            throw new IOException(where + ": 'bbox' must be [x, y, width, height], is "
                    + CocoValue.shortened(bbox.node().toString()));
        }
        return box;
    }
}
