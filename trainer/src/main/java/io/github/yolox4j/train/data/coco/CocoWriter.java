package io.github.yolox4j.train.data.coco;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.annotation.ImageCopies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Writes a dataset the way {@link CocoReader} finds it: {@code annotations/instances_SPLIT.json} and the images, copied
 * to {@code images/SPLIT}.
 */
public final class CocoWriter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CocoWriter() {}

    /**
     * Writes splits; others in the folder stay.
     *
     * @throws IOException if an image cannot be copied or the annotations cannot be written
     */
    public static void write(Map<String, Dataset> splits, Path folder) throws IOException {
        for (Map.Entry<String, Dataset> split : splits.entrySet()) {
            ImageCopies.copyImages(split.getValue(), folder.resolve("images").resolve(split.getKey()));
            Path file = folder.resolve("annotations").resolve("instances_" + split.getKey() + ".json");
            WholeFile.writeText(file, json(split.getValue()));
        }
    }

    private static String json(Dataset dataset) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode images = root.putArray("images");
        ArrayNode annotations = root.putArray("annotations");
        List<Long> ids = imageIds(dataset.samples());
        for (int i = 0; i < dataset.size(); i++) {
            Sample sample = dataset.samples().get(i);
            images.addObject()
                    .put("id", ids.get(i))
                    .put("file_name", sample.image().getFileName().toString())
                    .put("width", sample.width())
                    .put("height", sample.height());
            for (LabeledBox box : sample.boxes()) {
                ObjectNode annotation = annotations
                        .addObject()
                        .put("id", annotations.size())
                        .put("image_id", ids.get(i))
                        .put("category_id", dataset.categoryIds().get(box.classId()))
                        .put("area", box.area())
                        .put("iscrowd", box.crowd() ? 1 : 0);
                annotation
                        .putArray("bbox")
                        .add(box.box().x1())
                        .add(box.box().y1())
                        .add(box.box().width())
                        .add(box.box().height());
            }
        }
        ArrayNode categories = root.putArray("categories");
        for (int i = 0; i < dataset.classes().size(); i++) {
            categories
                    .addObject()
                    .put("id", dataset.categoryIds().get(i))
                    .put("name", dataset.classes().get(i));
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    /** The samples' own ids if all are different numbers, else 1, 2, ... */
    private static List<Long> imageIds(List<Sample> samples) {
        Set<String> numbers = samples.stream()
                .map(Sample::id)
                .filter(id -> id.matches("0|[1-9][0-9]{0,17}"))
                .collect(Collectors.toSet());
        return numbers.size() == samples.size()
                ? samples.stream().map(sample -> Long.valueOf(sample.id())).toList()
                : LongStream.rangeClosed(1, samples.size()).boxed().toList();
    }
}
