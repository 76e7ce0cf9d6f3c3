package io.github.yolox4j.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.train.eval.CocoEvaluator;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.eval.GroundTruthBox;
import io.github.yolox4j.train.eval.ScoredBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times COCO's metrics of detections that stand in a file, and prints one line of JSON: {@code seconds} of each round,
 * reading not included, {@code peak_rss_mb} of the process, and the twelve numbers. Arguments: COCO's annotations,
 * COCO's results, how often. {@code bench/compare_coco/compare.py} runs it beside pycocotools.
 */
public final class CocoMetricsTiming {

    private static final String PEAK = "VmHWM:";

    private CocoMetricsTiming() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("expected ANNOTATIONS RESULTS ROUNDS, got " + List.of(arguments));
        }
        ObjectMapper mapper = new ObjectMapper();
        JsonNode annotations = mapper.readTree(Path.of(arguments[0]).toFile());
        List<ScoredBox> detections =
                detections(mapper.readTree(Path.of(arguments[1]).toFile()));
        int rounds = Integer.parseInt(arguments[2]);

        double[] seconds = new double[rounds];
        Map<String, Double> numbers = Map.of();
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            numbers = evaluate(annotations, detections).byName();
            seconds[round] = (System.nanoTime() - start) / 1e9;
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("seconds", seconds);
        result.put("peak_rss_mb", peakMegabytes());
        result.put("numbers", numbers);
        System.out.println(mapper.writeValueAsString(result));
    }

    private static CocoMetrics evaluate(JsonNode annotations, List<ScoredBox> detections) {
        List<Long> images = new ArrayList<>();
        annotations.get("images").forEach(image -> images.add(image.get("id").longValue()));
        List<Integer> categories = new ArrayList<>();
        annotations
                .get("categories")
                .forEach(category -> categories.add(category.get("id").intValue()));
        List<GroundTruthBox> objects = new ArrayList<>();
        annotations
                .get("annotations")
                .forEach(object -> objects.add(new GroundTruthBox(
                        object.get("image_id").longValue(),
                        object.get("category_id").intValue(),
                        box(object.get("bbox")),
                        object.get("area").doubleValue(),
                        object.get("iscrowd").intValue() == 1)));
        return new CocoEvaluator(images, categories, objects).evaluate(detections);
    }

    private static List<ScoredBox> detections(JsonNode results) {
        List<ScoredBox> detections = new ArrayList<>();
        results.forEach(detection -> detections.add(new ScoredBox(
                detection.get("image_id").longValue(),
                detection.get("category_id").intValue(),
                box(detection.get("bbox")),
                detection.get("score").doubleValue())));
        return detections;
    }

    private static Box box(JsonNode sides) {
        return Box.ofSides(
                sides.get(0).doubleValue(),
                sides.get(1).doubleValue(),
                sides.get(2).doubleValue(),
                sides.get(3).doubleValue());
    }

    /** What Linux counts of this process. */
    private static long peakMegabytes() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(l -> l.startsWith(PEAK))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
    }
}
