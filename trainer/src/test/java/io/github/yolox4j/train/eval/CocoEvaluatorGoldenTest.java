package io.github.yolox4j.train.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.SharedData;
import io.github.yolox4j.train.golden.TrainingKinds;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers computed by pycocotools. */
class CocoEvaluatorGoldenTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void all_numbers_are_those_of_pycocotools(GoldenCase golden) {
        TrainingKinds.all().run(golden).requirePassed();
    }

    /** The shipped cases, and some where equal scores and equal overlaps decide. */
    static List<GoldenCase> cases() throws Exception {
        List<GoldenCase> cases = new ArrayList<>(GoldenFolder.shipped("coco").cases());
        URL ties = CocoEvaluatorGoldenTest.class.getResource("/golden/coco_ties");
        cases.addAll(GoldenFolder.open(Path.of(ties.toURI())).cases());
        return cases;
    }

    /** 100 images of COCO val2014 with the detections that cocoapi publishes as an example. */
    @Test
    void published_numbers_of_real_images_are_reproduced() throws IOException {
        Path folder = SharedData.folder("cocoeval_fakebbox100");
        ObjectMapper json = new ObjectMapper();
        CocoMetrics found = evaluate(
                json.readTree(folder.resolve("ground_truth.json").toFile()),
                json.readTree(folder.resolve("detections.json").toFile()));
        assertTwelve(found, json.readTree(folder.resolve("expected.json").toFile()), 1e-6);
    }

    private static void assertTwelve(CocoMetrics found, JsonNode expected, double tolerance) {
        Map<String, Double> numbers = found.byName();
        assertThat(numbers).hasSize(12);
        numbers.forEach((name, number) -> {
            assertThat(expected.get(name)).as("expected %s", name).isNotNull();
            assertThat(number).as(name).isEqualTo(expected.get(name).doubleValue(), within(tolerance));
        });
    }

    private static CocoMetrics evaluate(JsonNode groundTruth, JsonNode results) {
        CocoJson given = new CocoJson(groundTruth, results);
        return new CocoEvaluator(given.images(), given.categories(), given.objects()).evaluate(given.detections());
    }
}
