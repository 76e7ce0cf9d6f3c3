package io.github.yolox4j.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.yolox4j.train.golden.CocoDetections;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times COCO's metrics of detections that stand in a file, and prints one line of JSON: {@code seconds} of each round,
 * reading not included, and the twelve numbers. Arguments: COCO's annotations, COCO's results, how often.
 * {@code bench/compare_coco/compare.py} runs it beside pycocotools.
 */
public final class CocoMetricsTiming {

    private CocoMetricsTiming() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("expected ANNOTATIONS RESULTS ROUNDS, got " + List.of(arguments));
        }
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode both = mapper.createObjectNode();
        both.set("ground_truth", mapper.readTree(Path.of(arguments[0]).toFile()));
        both.set("detections", mapper.readTree(Path.of(arguments[1]).toFile()));
        CocoDetections found = CocoDetections.of(arguments[1], both);

        double[] seconds = new double[Integer.parseInt(arguments[2])];
        Map<String, Double> numbers = Map.of();
        for (int round = 0; round < seconds.length; round++) {
            long start = System.nanoTime();
            numbers = found.score().byName();
            seconds[round] = (System.nanoTime() - start) / 1e9;
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("seconds", seconds);
        result.put("numbers", numbers);
        System.out.println(mapper.writeValueAsString(result));
    }
}
