package io.github.yolox4j.train.data.voc;

import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.annotation.Folders;
import io.github.yolox4j.train.data.annotation.ImageCopies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a dataset the way {@link VocReader} finds it: {@code Annotations}, {@code JPEGImages} and a list of names per
 * split in {@code ImageSets/Main}. The format has one folder for the images of all splits, and knows neither crowds,
 * which are left out, nor areas of outlines. Coordinates are written as they are, with their fractions.
 */
public final class VocWriter {

    private VocWriter() {}

    /**
     * Writes all splits.
     *
     * @throws IOException if two images have the same name without its ending, an image cannot be copied or a file
     *     cannot be written
     */
    public static void write(Map<String, Dataset> splits, Path folder) throws IOException {
        ImageCopies.requireDistinctStems(
                splits.values().stream().flatMap(dataset -> dataset.samples().stream()), folder);
        for (Map.Entry<String, Dataset> split : splits.entrySet()) {
            Dataset dataset = split.getValue();
            ImageCopies.copyImages(dataset, folder.resolve("JPEGImages"));
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

    private static String xml(Sample sample, Dataset dataset) {
        String objects = sample.boxes().stream()
                .filter(box -> !box.crowd())
                .map(box -> object(dataset.classes().get(box.classId()), box))
                .collect(Collectors.joining());
        return """
                <annotation>
                  <filename>%s</filename>
                  <size>
                    <width>%s</width>
                    <height>%s</height>
                    <depth>3</depth>
                  </size>
                %s</annotation>
                """
                .formatted(escaped(sample.image().getFileName().toString()), sample.width(), sample.height(), objects);
    }

    private static String object(String name, LabeledBox box) {
        return """
                  <object>
                    <name>%s</name>
                    <difficult>%s</difficult>
                    <bndbox>
                      <xmin>%s</xmin>
                      <ymin>%s</ymin>
                      <xmax>%s</xmax>
                      <ymax>%s</ymax>
                    </bndbox>
                  </object>
                """
                .formatted(
                        escaped(name),
                        box.difficult() ? 1 : 0,
                        number(box.box().x1()),
                        number(box.box().y1()),
                        number(box.box().x2()),
                        number(box.box().y2()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Whole numbers without a fraction, which other readers of the format may need. */
    private static String number(double pixels) {
        return pixels == Math.rint(pixels) ? Long.toString((long) pixels) : Double.toString(pixels);
    }
}
