package io.github.yolox4j.train.eval;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.yolox4j.detection.box.Box;
import java.util.ArrayList;
import java.util.List;

/** Annotations and results as COCO's files hold them. */
record CocoJson(JsonNode groundTruth, JsonNode results) {

    List<Long> images() {
        List<Long> images = new ArrayList<>();
        groundTruth.get("images").forEach(image -> images.add(image.get("id").longValue()));
        return images;
    }

    List<Integer> categories() {
        List<Integer> categories = new ArrayList<>();
        groundTruth.get("categories").forEach(c -> categories.add(c.get("id").intValue()));
        return categories;
    }

    List<GroundTruthBox> objects() {
        List<GroundTruthBox> objects = new ArrayList<>();
        for (JsonNode a : groundTruth.get("annotations")) {
            JsonNode box = a.get("bbox");
            objects.add(new GroundTruthBox(
                    a.get("image_id").longValue(),
                    a.get("category_id").intValue(),
                    Box.ofSides(
                            box.get(0).doubleValue(),
                            box.get(1).doubleValue(),
                            box.get(2).doubleValue(),
                            box.get(3).doubleValue()),
                    a.get("area").doubleValue(),
                    a.path("iscrowd").asInt() != 0));
        }
        return objects;
    }

    List<ScoredBox> detections() {
        List<ScoredBox> detections = new ArrayList<>();
        for (JsonNode d : results) {
            JsonNode box = d.get("bbox");
            detections.add(new ScoredBox(
                    d.get("image_id").longValue(),
                    d.get("category_id").intValue(),
                    Box.ofSides(
                            box.get(0).doubleValue(),
                            box.get(1).doubleValue(),
                            box.get(2).doubleValue(),
                            box.get(3).doubleValue()),
                    d.get("score").doubleValue()));
        }
        return detections;
    }
}
