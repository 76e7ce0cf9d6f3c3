package io.github.yolox4j.train.data.voc;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What marks an object in an XML file of Pascal VOC: {@code bndbox}, or the box around a turned box ({@code robndbox}
 * of labelImg2 and roLabelImg: centre, sides, and an angle in radians) or around a {@code polygon} (x1, y1, x2, ... of
 * Roboflow, or {@code pt} elements of LabelMe).
 */
record VocShape(Path file, XmlElement element) {

    private static final List<String> KINDS = List.of("bndbox", "robndbox", "polygon");

    /** @throws IOException if the object has none of these */
    static VocShape of(Path file, XmlElement object) throws IOException {
        for (String kind : KINDS) {
            Optional<XmlElement> element = object.child(kind);
            if (element.isPresent()) {
                return new VocShape(file, element.get());
            }
        }
        throw new IOException(file + ":" + object.line() + ": <object> has no <bndbox>, nor a <robndbox> or <polygon>");
    }

    String where() {
        return file + ":" + element.line();
    }

    /** @throws IOException if a number is missing or none */
    Box box(Findings findings) throws IOException {
        if (element.name().equals("bndbox")) {
            return bounds(findings);
        }
        Box box = element.name().equals("polygon") ? aroundPolygon() : aroundTurned();
        findings.tell(ProblemKind.OTHER_SHAPE, where() + ": read the box around a <" + element.name() + ">");
        return box;
    }

    private Box bounds(Findings findings) throws IOException {
        double x1 = number(element, "xmin");
        double y1 = number(element, "ymin");
        double x2 = number(element, "xmax");
        double y2 = number(element, "ymax");
        if (x2 < x1 || y2 < y1) {
            findings.tell(
                    ProblemKind.EXCHANGED_CORNERS,
                    where() + ": xmin " + x1 + ", ymin " + y1 + ", xmax " + x2 + ", ymax " + y2
                            + " are exchanged; put right");
        }
        return new Box(Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2));
    }

    private Box aroundTurned() throws IOException {
        double width = number(element, "w");
        double height = number(element, "h");
        double sin = Math.abs(Math.sin(number(element, "angle")));
        double cos = Math.abs(Math.cos(number(element, "angle")));
        return Box.ofCenter(
                number(element, "cx"), number(element, "cy"), width * cos + height * sin, width * sin + height * cos);
    }

    private Box aroundPolygon() throws IOException {
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        for (XmlElement point : element.children("pt")) {
            xs.add(number(point, "x"));
            ys.add(number(point, "y"));
        }
        for (int i = 1; element.child("x" + i).isPresent(); i++) {
            xs.add(number(element, "x" + i));
            ys.add(number(element, "y" + i));
        }
        if (xs.size() < 2) {
            throw new IOException(where() + ": <polygon> needs points as <x1>, <y1>, <x2>, ... or <pt>");
        }
        return new Box(
                xs.stream().mapToDouble(x -> x).min().orElseThrow(),
                ys.stream().mapToDouble(y -> y).min().orElseThrow(),
                xs.stream().mapToDouble(x -> x).max().orElseThrow(),
                ys.stream().mapToDouble(y -> y).max().orElseThrow());
    }

    private double number(XmlElement parent, String name) throws IOException {
        XmlElement child = parent.child(name)
                .orElseThrow(() -> new IOException(
                        file + ":" + parent.line() + ": <" + parent.name() + "> has no <" + name + ">"));
        try {
            double value = Double.parseDouble(child.text());
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IOException(
                    file + ":" + child.line() + ": <" + name + "> must be a number, is '" + child.text() + "'", e);
        }
        throw new IOException(file + ":" + child.line() + ": <" + name + "> must be finite, is " + child.text());
    }
}
