package io.github.yolox4j.train.data.voc;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.detection.image.ImageSize;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one XML file of Pascal VOC says.
 *
 * @param imageName its {@code filename}, if any
 * @param size of the image, if the file says one that can be
 */
record VocAnnotation(Path file, Optional<String> imageName, Optional<ImageSize> size, List<NamedObject> objects) {

    /** One {@code object} element, and its file and line. */
    record NamedObject(String where, String name, boolean difficult, Box box) {}

    /** Reads a file; an object that is wrong is left out where the findings let reading go on. */
    static VocAnnotation read(Path file, Findings findings) throws IOException {
        XmlElement root = XmlElement.read(file);
        if (!root.name().equals("annotation")) {
            throw wrong(file, root, "the root element must be <annotation>, is <" + root.name() + ">");
        }
        Optional<ImageSize> size = size(root);
        if (size.isEmpty()) {
            findings.tell(
                    ProblemKind.SIZE_FROM_IMAGE,
                    file + ": <size> gives no width and height; the image's own are taken");
        }
        List<NamedObject> objects = new ArrayList<>();
        for (XmlElement object : root.children("object")) {
            findings.attempt(ProblemKind.WRONG_OBJECT, () -> object(file, object, findings))
                    .ifPresent(objects::add);
        }
        Optional<String> imageName =
                root.child("filename").map(XmlElement::text).filter(name -> !name.isEmpty());
        return new VocAnnotation(file, imageName, size, objects);
    }

    private static Optional<ImageSize> size(XmlElement root) {
        OptionalInt width = pixels(root, "width");
        OptionalInt height = pixels(root, "height");
        return width.isPresent() && height.isPresent()
                ? Optional.of(new ImageSize(width.getAsInt(), height.getAsInt()))
                : Optional.empty();
    }

    /** A side that is a whole number of at least 1, as "640" or "640.0". */
    private static OptionalInt pixels(XmlElement root, String side) {
        String text = root.child("size")
                .flatMap(size -> size.child(side))
                .map(XmlElement::text)
                .orElse("");
        return text.matches("0*[1-9]\\d{0,8}(\\.0*)?")
                ? OptionalInt.of((int) Double.parseDouble(text))
                : OptionalInt.empty();
    }

    private static NamedObject object(Path file, XmlElement object, Findings findings) throws IOException {
        String name = object.child("name")
                .orElseThrow(() -> wrong(file, object, "<object> has no <name>"))
                .text();
        if (name.isEmpty()) {
            throw wrong(file, object, "<name> is empty");
        }
        boolean difficult =
                object.child("difficult").map(XmlElement::text).orElse("0").matches("1|(?i)true");
        VocShape shape = VocShape.of(file, object);
        Box box = shape.box(findings);
        return new NamedObject(shape.where(), name, difficult, box);
    }

    private static IOException wrong(Path file, XmlElement element, String what) {
        return new IOException(file + ":" + element.line() + ": " + what);
    }
}
