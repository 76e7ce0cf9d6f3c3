package io.github.yolox4j.train.data.format;

import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes a dataset the way {@link VocReader} finds it: {@code Annotations}, {@code JPEGImages} and a list of names per
 * split in {@code ImageSets/Main}. The format has one folder for the images of all splits, and knows neither crowds,
 * which are left out, nor areas of outlines. Coordinates are written as they are, with their fractions.
 */
public final class VocWriter {

    private static final XMLOutputFactory XML = XMLOutputFactory.newDefaultFactory();

    private VocWriter() {}

    /**
     * Writes all splits.
     *
     * @param splits by name
     * @throws IOException if two images have the same name without its ending, an image cannot be copied or a file
     *     cannot be written
     */
    public static void write(Map<String, Dataset> splits, Path folder) throws IOException {
        Images.requireDistinctStems(splits.values().stream().flatMap(dataset -> dataset.samples().stream()), folder);
        for (Map.Entry<String, Dataset> split : splits.entrySet()) {
            Dataset dataset = split.getValue();
            Images.copy(dataset, folder.resolve("JPEGImages"));
            List<String> names = new ArrayList<>();
            for (Sample sample : dataset.samples()) {
                String name = Folders.stem(sample.image());
                WholeFile.writeText(folder.resolve("Annotations").resolve(name + ".xml"), xml(sample, dataset));
                names.add(name);
            }
            WholeFile.writeText(
                    folder.resolve("ImageSets").resolve("Main").resolve(split.getKey() + ".txt"),
                    String.join("\n", names) + "\n");
        }
    }

    private static String xml(Sample sample, Dataset dataset) throws IOException {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XML.createXMLStreamWriter(text);
            open(xml, 0, "annotation");
            element(xml, 1, "filename", sample.image().getFileName().toString());
            open(xml, 1, "size");
            element(xml, 2, "width", Integer.toString(sample.width()));
            element(xml, 2, "height", Integer.toString(sample.height()));
            element(xml, 2, "depth", "3");
            close(xml, 1);
            for (LabeledBox box : sample.boxes()) {
                if (!box.crowd()) {
                    object(xml, dataset.classes().get(box.classId()), box);
                }
            }
            close(xml, 0);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException("cannot write the annotation of " + sample.image() + ": " + e.getMessage(), e);
        }
        return text.toString();
    }

    private static void object(XMLStreamWriter xml, String name, LabeledBox box) throws XMLStreamException {
        open(xml, 1, "object");
        element(xml, 2, "name", name);
        element(xml, 2, "difficult", box.difficult() ? "1" : "0");
        open(xml, 2, "bndbox");
        element(xml, 3, "xmin", number(box.box().x1()));
        element(xml, 3, "ymin", number(box.box().y1()));
        element(xml, 3, "xmax", number(box.box().x2()));
        element(xml, 3, "ymax", number(box.box().y2()));
        close(xml, 2);
        close(xml, 1);
    }

    /** Whole numbers without a fraction, which other readers of the format may need. */
    private static String number(double pixels) {
        return pixels == Math.rint(pixels) ? Long.toString((long) pixels) : Double.toString(pixels);
    }

    private static void open(XMLStreamWriter xml, int depth, String name) throws XMLStreamException {
        xml.writeCharacters("  ".repeat(depth));
        xml.writeStartElement(name);
        xml.writeCharacters("\n");
    }

    private static void element(XMLStreamWriter xml, int depth, String name, String text) throws XMLStreamException {
        xml.writeCharacters("  ".repeat(depth));
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
        xml.writeCharacters("\n");
    }

    private static void close(XMLStreamWriter xml, int depth) throws XMLStreamException {
        xml.writeCharacters("  ".repeat(depth));
        xml.writeEndElement();
        xml.writeCharacters("\n");
    }
}
