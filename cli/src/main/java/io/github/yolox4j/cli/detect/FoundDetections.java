package io.github.yolox4j.cli.detect;

import io.github.yolox4j.cli.file.CsvRows;
import io.github.yolox4j.cli.file.JsonFiles;
import io.github.yolox4j.detection.box.Detection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was found in images, image by image. */
final class FoundDetections {

    private final List<String> classes;
    private final Map<String, List<Map<String, Object>>> byImage = new LinkedHashMap<>();
    private final CsvRows rows = new CsvRows("image", "class", "class_id", "score", "x1", "y1", "x2", "y2");

    FoundDetections(List<String> classes) {
        this.classes = List.copyOf(classes);
    }

    /** Adds those of an image, and says in a few words what they are. */
    String add(Path image, List<Detection> detections) {
        byImage.put(image.toString(), detections.stream().map(this::json).toList());
        for (Detection d : detections) {
            rows.add(image, classes.get(d.classId()), d.classId(), d.score(), d.x1(), d.y1(), d.x2(), d.y2());
        }
        return summary(detections);
    }

    void writeJson(Path file) throws IOException {
        JsonFiles.write(file, byImage);
    }

    void writeCsv(Path file) throws IOException {
        rows.write(file);
    }

    private Map<String, Object> json(Detection d) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("class", classes.get(d.classId()));
        map.put("class_id", d.classId());
        map.put("score", d.score());
        map.put("box", List.of(d.x1(), d.y1(), d.x2(), d.y2()));
        return map;
    }

    private String summary(List<Detection> detections) {
        if (detections.isEmpty()) {
            return "nothing found";
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        detections.forEach(d -> counts.merge(classes.get(d.classId()), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        counts.forEach((name, count) -> parts.add(count + " " + name));
        return String.join(", ", parts)
                + String.format(Locale.ROOT, " (best %.2f)", detections.get(0).score());
    }
}
