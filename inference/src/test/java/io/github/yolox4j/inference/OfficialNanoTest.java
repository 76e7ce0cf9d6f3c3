package io.github.yolox4j.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.export.sample.OfficialNano;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The official YOLOX nano, which says nothing about itself. */
class OfficialNanoTest {

    @Test
    void finds_what_the_reference_finds_on_its_own_example() throws IOException {
        Path folder = OfficialNano.folder();
        JsonNode cases = new ObjectMapper()
                .readTree(folder.resolve("dog_reference_computed.json").toFile());
        for (JsonNode at : cases) {
            Postprocessing postprocessing =
                    new Postprocessing(at.get("conf").asDouble(), at.get("nms").asDouble());
            try (OnnxDetector detector = OnnxDetector.open(
                    OfficialNano.file(), OfficialNano.facts(), postprocessing, SessionSettings.DEFAULT)) {
                DetectionsAssert.assertClose(
                        detector.detect(ImageFiles.read(folder.resolve("dog.jpg"))),
                        detections(at.get("detections")),
                        1e-3,
                        0.1);
            }
        }
    }

    private static List<Detection> detections(JsonNode list) {
        List<Detection> detections = new ArrayList<>();
        for (JsonNode d : list) {
            JsonNode box = d.get("xyxy");
            detections.add(new Detection(
                    d.get("class_id").asInt(),
                    d.get("score").asDouble(),
                    box.get(0).asDouble(),
                    box.get(1).asDouble(),
                    box.get(2).asDouble(),
                    box.get(3).asDouble()));
        }
        return detections;
    }
}
