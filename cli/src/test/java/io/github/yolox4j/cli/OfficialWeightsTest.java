package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.export.sample.OtherExporter;
import io.github.yolox4j.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The official nano weights, from their ONNX file, against what ONNX Runtime and pycocotools made of the same file. */
class OfficialWeightsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What docs/results/official-weights.md claims: scores to five digits, corners to 0.002 pixels. */
    private static final double SCORE = 1e-5;

    private static final double PIXELS = 0.002;

    @TempDir
    private Path folder;

    private Path data;
    private Path onnx;

    @BeforeEach
    void findData() {
        data = SharedData.folder("yolox_nano_coco_onnx");
        onnx = data.resolve("yolox_nano.onnx");
    }

    @Test
    void predict_finds_the_four_objects_of_the_reference() throws IOException {
        assertReferenceDetections(predicted(onnx));
    }

    /** They compute what the official file computes; and as weights of our own network, in both engines. */
    @ParameterizedTest
    @EnumSource
    void files_as_other_exporters_write_them_find_the_same(OtherExporter exporter) throws IOException {
        Path file = exporter.rewrite(onnx, folder);
        CommandRun same = CommandRun.of("verify", "onnx", file, onnx, "--images", data);
        assertThat(same.code()).as(same.out() + same.err()).isZero();
        assertReferenceDetections(predicted(file));
        assertReferenceDetections(predicted(file, "--engine", "samediff"));
    }

    private void assertReferenceDetections(JsonNode found) throws IOException {
        JsonNode expected = JSON.readTree(
                        data.resolve("dog_reference_computed.json").toFile())
                .get(0)
                .get("detections");
        assertThat(expected.size()).isEqualTo(4);
        assertThat(found.size()).isEqualTo(4);
        for (int i = 0; i < expected.size(); i++) {
            String name = expected.get(i).get("name").asText();
            assertThat(found.get(i).get("class").asText()).isEqualTo(name);
            assertThat(found.get(i).get("class_id").asInt())
                    .isEqualTo(expected.get(i).get("class_id").asInt());
            assertThat(found.get(i).get("score").asDouble())
                    .as("score of " + name)
                    .isEqualTo(expected.get(i).get("score").asDouble(), within(SCORE));
            for (int side = 0; side < 4; side++) {
                assertThat(found.get(i).get("box").get(side).asDouble())
                        .as("side " + side + " of " + name)
                        .isEqualTo(expected.get(i).get("xyxy").get(side).asDouble(), within(PIXELS));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnxruntime", "samediff"})
    void eval_gives_the_references_twelve_numbers(String engine) throws IOException {
        Path images = SharedData.folder("coco_val_ccby");
        Path json = folder.resolve("eval.json");
        List<Object> words = List.of(
                "eval", "--weights", onnx, "--data", images, "--format", "coco", "--engine", engine, "--json", json);
        CommandRun run = CommandRun.of(words.toArray());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("by " + engine + " on cpu, ");
        JsonNode found = JSON.readTree(json.toFile());
        JSON.readTree(images.resolve("expected_computed.json").toFile())
                .properties()
                .forEach(expected -> assertThat(sixDigits(found.get(expected.getKey())))
                        .as(expected.getKey())
                        .isEqualTo(sixDigits(expected.getValue())));
        assertThat(found.size()).isEqualTo(12);
    }

    private static String sixDigits(JsonNode number) {
        return String.format(Locale.ROOT, "%.6f", number.asDouble());
    }

    @Test
    void converted_to_safetensors_they_find_the_same() throws IOException {
        Path converted = folder.resolve("nano.safetensors");
        CommandRun run = CommandRun.of("weights", "convert", onnx, converted);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains(converted + ": nano, 80 classes, 912,159 parameters in 538 arrays.");
        assertThat(predicted(converted)).isEqualTo(predicted(onnx));
    }

    @Test
    void exported_again_they_equal_the_official_file() throws IOException {
        Path again = folder.resolve("again.onnx");
        CommandRun export = CommandRun.of("export", "--weights", onnx, "--output", again);
        assertThat(export.code()).as(export.err()).isZero();
        for (Path file : new Path[] {onnx, again}) {
            CommandRun verify = CommandRun.of("verify", "onnx", file, "--against", onnx, "--images", data, "--bisect");
            assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
            assertThat(verify.out())
                    .contains(", 1 images of " + data, "passed             outputs at batch 1, 416 x 416 (onnx)")
                    .contains(
                            file.equals(again)
                                    ? "passed             layers (onnx)"
                                    : "left out           layers (onnx)");
        }
        CommandRun pair = CommandRun.of("verify", "onnx", again, onnx, "--images", data);
        assertThat(pair.code()).as(pair.out() + pair.err()).isZero();
        assertThat(pair.out()).contains("passed             outputs at batch 1 (onnx)");
        CommandRun unnamed = CommandRun.of("verify", "onnx", again, onnx, "--bisect");
        assertThat(unnamed.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(unnamed.err()).contains("nothing to compare").hasLineCount(1);
        assertReferenceDetections(predicted(again)); // by ONNX Runtime, as the file describes itself
    }

    private JsonNode predicted(Path weights, Object... options) throws IOException {
        Path json = folder.resolve("dog.json");
        Path dog = data.resolve("dog.jpg");
        CommandRun run = CommandRun.of(Stream.concat(
                        Stream.of("predict", "--weights", weights, "--conf", 0.3, "--nms", 0.45, "--json", json, dog),
                        Stream.of(options))
                .toArray());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("1 dog, 1 bicycle, 1 car, 1 truck");
        return JSON.readTree(json.toFile()).get(dog.toString());
    }
}
