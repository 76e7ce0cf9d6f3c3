package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.train.data.ShapesDataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One small training run, and every command on its result. */
class WholeRoadTest {

    @TempDir
    private static Path folder;

    private static Path data;
    private static Path checkpoint;

    @BeforeAll
    static void train() throws IOException {
        data = folder.resolve("shapes");
        new ShapesDataset(1, 64, 16, 8).write(data);
        CommandRun run = CommandRun.of(
                "train",
                "--data",
                data,
                "--format",
                "coco",
                "--val-split",
                "test",
                "--size",
                "nano",
                "--input",
                "64x96",
                "--epochs",
                2,
                "--batch",
                8,
                "--output",
                folder.resolve("run"));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("16 training images", "circle, square, triangle", "AP50", "best.ckpt");
        checkpoint = folder.resolve("run/best.ckpt");
    }

    @Test
    void eval_writes_the_twelve_numbers() throws IOException {
        Path json = folder.resolve("eval.json");
        CommandRun run = CommandRun.of(
                "eval", "--weights", checkpoint, "--data", data, "--format", "coco", "--split", "test", "--json", json);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("precision of circle");
        assertThat(new ObjectMapper().readTree(json.toFile()).size()).isEqualTo(12);
    }

    @Test
    void exported_files_equal_the_graph_in_every_form() {
        for (String form : new String[] {"raw", "decoded"}) {
            for (String batch : new String[] {"dynamic", "2"}) {
                Path onnx = folder.resolve(form + batch + ".onnx");
                CommandRun export = CommandRun.of(
                        "export", "--weights", checkpoint, "--form", form, "--batch", batch, "--output", onnx);
                assertThat(export.code()).as(export.err()).isZero();
                CommandRun verify = CommandRun.of(
                        "verify", "onnx", onnx, "--against", checkpoint, "--images", data.resolve("images/test"));
                assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
                assertThat(verify.out()).contains("passed", "8 images").doesNotContain("FAILED");
                assertThat(verify.out()).contains("content: as exported", "ONNX checker: accepted");
                assertThat(verify.out().lines()).hasSize(batch.equals("2") ? 3 : 4);
            }
        }
    }

    @Test
    void detections_come_out_of_a_file_that_letterboxes_and_selects() throws IOException {
        Path onnx = folder.resolve("detections.onnx");
        CommandRun export = CommandRun.of(
                "export",
                "--weights",
                checkpoint,
                "--form",
                "detections",
                "--preprocess",
                "rgb",
                "--opset",
                "11",
                "--max-detections",
                "7",
                "--output-name",
                "n,boxes,scores,classes",
                "--output",
                onnx);
        assertThat(export.code()).as(export.err()).isZero();
        assertThat(export.out()).contains("ONNX checker: accepted", "the same at confidence 0: batch 1");
        CommandRun verify =
                CommandRun.of("verify", "onnx", onnx, "--against", checkpoint, "--images", data.resolve("images/test"));
        assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
    }

    @Test
    void a_damaged_weight_fails_the_check() throws IOException {
        Path onnx = folder.resolve("damaged.onnx");
        assertThat(CommandRun.of("export", "--weights", checkpoint, "--output", onnx)
                        .code())
                .isZero();
        damage(onnx, "backbone.backbone.stem.conv.conv.weight");
        CommandRun verify = CommandRun.of("verify", "onnx", onnx, "--against", checkpoint);
        assertThat(verify.code()).as(verify.out() + verify.err()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(verify.out())
                .contains(
                        "FAILED content: number 0 of initialiser backbone.backbone.stem.conv.conv.weight is 100.0, expected");
    }

    /** Makes the first number of a tensor large. In the file its name stands right before its raw data. */
    private static void damage(Path onnx, String tensor) throws IOException {
        byte[] bytes = Files.readAllBytes(onnx);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        char rawDataField = 0x4a;
        int field = text.indexOf(tensor + rawDataField) + tensor.length();
        assertThat(field).as("place of " + tensor).isGreaterThan(tensor.length());
        int data = field + 1;
        while (bytes[data] < 0) { // all but the last byte of the length have their highest bit set
            data++;
        }
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(data + 1, 100);
        Files.write(onnx, bytes);
    }

    @Test
    void predictions_are_written_and_drawn() throws IOException {
        Path json = folder.resolve("found.json");
        Path drawings = folder.resolve("drawings");
        CommandRun run = CommandRun.of(
                "predict",
                "--weights",
                checkpoint,
                "--conf",
                0,
                "--json",
                json,
                "--draw",
                drawings,
                data.resolve("images/test"));
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode found = new ObjectMapper().readTree(json.toFile());
        assertThat(found.size()).isEqualTo(8);
        JsonNode first = found.properties().iterator().next().getValue().get(0);
        assertThat(first.get("class").textValue()).isIn("circle", "square", "triangle");
        assertThat(first.get("box").size()).isEqualTo(4);
        try (var files = Files.list(drawings)) {
            assertThat(files).hasSize(8);
        }
    }

    @Test
    void a_second_run_does_not_overwrite_the_first() {
        CommandRun run = CommandRun.of(
                "train", "--data", data, "--format", "coco", "--val-split", "test", "--output", folder.resolve("run"));
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains("already holds a run");
    }
}
