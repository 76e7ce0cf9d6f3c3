package io.github.yolox4j.train.data.yolo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.annotation.Folders;
import io.github.yolox4j.train.data.annotation.ImageCopies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/**
 * Writes a dataset the way {@link YoloReader} finds it: {@code data.yaml}, {@code labels/SPLIT} and the images, copied
 * to {@code images/SPLIT} and listed in {@code SPLIT.txt}. The format knows neither crowds, which are left out, nor
 * difficult objects and outlines' areas, which become ordinary boxes; boxes are cut at the image's edges.
 */
public final class YoloWriter {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();

    private YoloWriter() {}

    /**
     * Writes all splits.
     *
     * @param splits by name, with the same classes
     * @throws IOException if an image cannot be copied or a file cannot be written
     */
    public static void write(Map<String, Dataset> splits, Path folder) throws IOException {
        Collection<Dataset> datasets = splits.values();
        if (datasets.stream().map(Dataset::classes).distinct().count() != 1) {
            throw new IllegalArgumentException("the splits " + splits.keySet() + " must have one list of classes, have "
                    + datasets.stream().map(Dataset::classes).distinct().toList());
        }
        ObjectNode config = YAML.createObjectNode();
        for (Map.Entry<String, Dataset> split : splits.entrySet()) {
            writeSplit(split.getValue(), folder, split.getKey());
            config.put(split.getKey(), split.getKey() + ".txt");
        }
        ArrayNode names = config.putArray("names");
        datasets.iterator().next().classes().forEach(names::add);
        WholeFile.writeText(folder.resolve("data.yaml"), YAML.writeValueAsString(config));
    }

    private static void writeSplit(Dataset dataset, Path folder, String split) throws IOException {
        ImageCopies.requireDistinctStems(dataset.samples().stream(), folder);
        ImageCopies.copyImages(dataset, folder.resolve("images").resolve(split));
        StringBuilder list = new StringBuilder();
        for (Sample sample : dataset.samples()) {
            String label = Folders.stem(sample.image()) + ".txt";
            WholeFile.writeText(folder.resolve("labels").resolve(split).resolve(label), lines(sample));
            list.append("images/" + split + "/" + sample.image().getFileName() + "\n");
        }
        WholeFile.writeText(folder.resolve(split + ".txt"), list.toString());
    }

    private static String lines(Sample sample) {
        StringBuilder lines = new StringBuilder();
        for (LabeledBox box : sample.boxes()) {
            if (!box.crowd()) {
                Box share = share(box.box().clipped(sample.width(), sample.height()), sample);
                lines.append(box.classId() + " " + share.centerX() + " " + share.centerY() + " " + share.width() + " "
                        + share.height() + "\n");
            }
        }
        return lines.toString();
    }

    /** A box in fractions of the image. */
    private static Box share(Box box, Sample sample) {
        return new Box(
                box.x1() / sample.width(),
                box.y1() / sample.height(),
                box.x2() / sample.width(),
                box.y2() / sample.height());
    }
}
