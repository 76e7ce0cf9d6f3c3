package io.github.yolox4j.train.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.train.eval.CocoEvaluator;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.eval.GroundTruthBox;
import io.github.yolox4j.train.eval.ScoredBox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** COCO's annotations and results, as they stand in JSON, ready to be scored. */
public record CocoDetections(
        List<Long> images, List<Integer> categories, List<GroundTruthBox> objects, List<ScoredBox> detections) {

    private static final int BOX_NUMBERS = 4;

    public CocoDetections {
        images = List.copyOf(images);
        categories = List.copyOf(categories);
        objects = List.copyOf(objects);
        detections = List.copyOf(detections);
    }

    /**
     * Reads an object of {@code ground_truth}, COCO's annotations, and {@code detections}, COCO's results.
     *
     * @param place what messages call it
     * @throws IOException if something is missing or no such number; the message says where it stands
     */
    public static CocoDetections of(String place, JsonNode file) throws IOException {
        return of(new JsonEntries(place, file));
    }

    static CocoDetections of(JsonEntries file) throws IOException {
        JsonEntries truth = file.entry("ground_truth");
        List<Long> images = new ArrayList<>();
        for (JsonEntries image : truth.list("images")) {
            images.add(image.integer("id"));
        }
        List<Integer> categories = new ArrayList<>();
        for (JsonEntries category : truth.list("categories")) {
            categories.add(category.category("id"));
        }
        List<GroundTruthBox> objects = new ArrayList<>();
        for (JsonEntries a : truth.list("annotations")) {
            objects.add(new GroundTruthBox(
                    a.integer("image_id"),
                    a.category("category_id"),
                    box(a),
                    a.number("area"),
                    a.has("iscrowd") && a.integer("iscrowd") != 0));
        }
        List<ScoredBox> detections = new ArrayList<>();
        for (JsonEntries d : file.list("detections")) {
            detections.add(new ScoredBox(d.integer("image_id"), d.category("category_id"), box(d), d.number("score")));
        }
        return new CocoDetections(images, categories, objects, detections);
    }

    private static Box box(JsonEntries entry) throws IOException {
        double[] sides = entry.numbers("bbox", BOX_NUMBERS);
        return Box.ofSides(sides[0], sides[1], sides[2], sides[3]);
    }

    /** COCO's numbers. */
    public CocoMetrics score() {
        return new CocoEvaluator(images, categories, objects).evaluate(detections);
    }
}
