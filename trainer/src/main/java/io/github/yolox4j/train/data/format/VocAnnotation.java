package io.github.yolox4j.train.data.format;

import io.github.yolox4j.detection.box.Box;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one XML file of Pascal VOC says.
 *
 * @param imageName its {@code filename}, if any
 */
record VocAnnotation(Path file, Optional<String> imageName, int width, int height, List<NamedObject> objects) {

    /** One {@code object} element, and its file and line. */
    record NamedObject(String where, String name, boolean difficult, Box box) {}

    /** Reads a file; an object that is wrong is left out where the findings let reading go on. */
    static VocAnnotation read(Path file, Findings findings) throws IOException {
        XmlElement root = XmlElement.read(file);
        if (!root.name().equals("annotation")) {
            throw wrong(file, root, "the root element must be <annotation>, is <" + root.name() + ">");
        }
        XmlElement size = root.child("size")
                .orElseThrow(() -> wrong(file, root, "<annotation> has no <size> with the image's width and height"));
        List<NamedObject> objects = new ArrayList<>();
        for (XmlElement object : root.children("object")) {
            findings.attempt(ProblemKind.WRONG_ANNOTATION, () -> object(file, object))
                    .ifPresent(objects::add);
        }
        Optional<String> imageName =
                root.child("filename").map(XmlElement::text).filter(name -> !name.isEmpty());
        return new VocAnnotation(file, imageName, pixels(file, size, "width"), pixels(file, size, "height"), objects);
    }

    private static NamedObject object(Path file, XmlElement object) throws IOException {
        String name = required(file, object, "name").text();
        if (name.isEmpty()) {
            throw wrong(file, object, "<name> is empty");
        }
        boolean difficult =
                object.child("difficult").map(XmlElement::text).orElse("0").equals("1");
        XmlElement box = required(file, object, "bndbox");
        double x1 = coordinate(file, box, "xmin");
        double y1 = coordinate(file, box, "ymin");
        double x2 = coordinate(file, box, "xmax");
        double y2 = coordinate(file, box, "ymax");
        if (x2 < x1) {
            throw wrong(file, box, "xmax " + x2 + " is less than xmin " + x1);
        }
        if (y2 < y1) {
            throw wrong(file, box, "ymax " + y2 + " is less than ymin " + y1);
        }
        return new NamedObject(file + ":" + box.line(), name, difficult, new Box(x1, y1, x2, y2));
    }

    private static int pixels(Path file, XmlElement size, String side) throws IOException {
        XmlElement element = required(file, size, side);
        try {
            int pixels = Integer.parseInt(element.text());
            if (pixels > 0) {
                return pixels;
            }
        } catch (NumberFormatException e) {
            throw wrong(file, element, "<" + side + "> must be a whole number of pixels, is '" + element.text() + "'");
        }
        throw wrong(file, element, "<" + side + "> must be at least 1, is " + element.text());
    }

    private static double coordinate(Path file, XmlElement box, String edge) throws IOException {
        XmlElement element = required(file, box, edge);
        try {
            double pixels = Double.parseDouble(element.text());
            if (Double.isFinite(pixels)) {
                return pixels;
            }
        } catch (NumberFormatException e) {
            throw wrong(file, element, "<" + edge + "> must be a number, is '" + element.text() + "'");
        }
        throw wrong(file, element, "<" + edge + "> must be finite, is " + element.text());
    }

    private static XmlElement required(Path file, XmlElement parent, String name) throws IOException {
        return parent.child(name)
                .orElseThrow(() -> wrong(file, parent, "<" + parent.name() + "> has no <" + name + ">"));
    }

    private static IOException wrong(Path file, XmlElement element, String what) {
        return new IOException(file + ":" + element.line() + ": " + what);
    }
}
