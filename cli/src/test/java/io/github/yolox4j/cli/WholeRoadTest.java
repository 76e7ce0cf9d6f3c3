package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.coco.CocoWriter;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One small training run, and every command on its result. */
class WholeRoadTest {

    private static final String STEM = "backbone.backbone.stem.conv.conv";

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
    void eval_of_a_checkpoint_and_of_exported_files_finds_the_same_in_either_engine() throws IOException {
        Path found = foundByTheCheckpoint();
        Path onnx = folder.resolve("eval.onnx");
        CommandRun export = CommandRun.of("export", "--weights", checkpoint, "--output", onnx);
        assertThat(export.code()).as(export.err()).isZero();
        Path selecting = folder.resolve("eval-nms.onnx");
        CommandRun nms = CommandRun.of(
                "export", "--weights", checkpoint, "--form", "nms", "--conf", 0, "--nms", 0.65, "--output", selecting);
        assertThat(nms.code()).as(nms.err()).isZero();

        double expected = recall(found, checkpoint, "by samediff on cpu", "--engine", "samediff");
        assertThat(expected).isGreaterThan(0.9);
        assertThat(recall(found, checkpoint, "by onnxruntime on cpu")).isCloseTo(expected, within(1e-3));
        assertThat(recall(found, onnx, "by onnxruntime on cpu")).isCloseTo(expected, within(1e-3));
        assertThat(recall(found, selecting, "by onnxruntime on cpu")).isCloseTo(expected, within(1e-3));
        assertThat(recall(found, onnx, "by samediff on cpu", "--engine", "samediff"))
                .isCloseTo(expected, within(1e-3));
    }

    /**
     * Test images whose labels are the best three boxes that the checkpoint finds inside: it has hardly learnt those
     * drawn.
     */
    private static Path foundByTheCheckpoint() throws IOException {
        Path json = folder.resolve("labels.json");
        CommandRun run = CommandRun.of(
                "predict", "--weights", checkpoint, "--conf", 0, "--json", json, data.resolve("images/test"));
        assertThat(run.code()).as(run.err()).isZero();
        List<Sample> samples = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry :
                new ObjectMapper().readTree(json.toFile()).properties()) {
            List<LabeledBox> boxes = new ArrayList<>();
            for (JsonNode detection : entry.getValue()) {
                double[] sides = new ObjectMapper().convertValue(detection.get("box"), double[].class);
                boolean isInside = Arrays.stream(sides).allMatch(side -> side >= 0 && side <= 64);
                if (isInside && boxes.size() < 3) {
                    int id = detection.get("class_id").asInt();
                    boxes.add(LabeledBox.ofCorners(id, sides[0], sides[1], sides[2], sides[3]));
                }
            }
            samples.add(new Sample("" + (samples.size() + 1), Path.of(entry.getKey()), 64, 64, boxes));
        }
        Path found = folder.resolve("found");
        CocoWriter.write(Map.of("test", Dataset.of(List.of("circle", "square", "triangle"), samples)), found);
        return found;
    }

    /** The average recall, which does not hang on the order of almost equal scores. */
    private static double recall(Path dataset, Path weights, String computedBy, Object... more) throws IOException {
        Path json = folder.resolve("recall.json");
        List<Object> words = new ArrayList<>(List.of("eval", "--weights", weights, "--data", dataset));
        words.addAll(List.of("--format", "coco", "--split", "test", "--conf", 0, "--json", json));
        words.addAll(List.of(more));
        CommandRun run = CommandRun.of(words.toArray());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains(computedBy);
        return new ObjectMapper().readTree(json.toFile()).get("AR100").asDouble();
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
                assertThat(verify.out()).contains("passed", "8 images", " 0 failed");
                assertThat(verify.out()).contains("content (onnx): as exported", "ONNX checker (onnx): accepted");
                assertThat(verify.out().lines()).hasSize(batch.equals("2") ? 5 : 6);
            }
        }
    }

    @Test
    void what_is_read_is_never_written_over() throws IOException {
        byte[] weights = Files.readAllBytes(checkpoint);
        Path images = data.resolve("images/test");
        Path image = images.resolve("000001.png");
        byte[] pixels = Files.readAllBytes(image);

        for (CommandRun run : List.of(
                CommandRun.of("export", "--weights", checkpoint, "--output", checkpoint),
                CommandRun.of("weights", "convert", checkpoint, checkpoint),
                CommandRun.of("predict", "--weights", checkpoint, "--json", image, images),
                CommandRun.of("predict", "--weights", checkpoint, "--draw", images, image),
                CommandRun.of(
                        "dataset", "show", "--data", data, "--format", "coco", "--split", "test", "--output", image))) {
            assertThat(run.code()).as(run.out()).isEqualTo(2);
            assertThat(run.err()).contains(" is an input and would be overwritten");
        }
        assertThat(checkpoint).hasBinaryContent(weights);
        assertThat(image).hasBinaryContent(pixels);
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
        assertThat(export.out()).contains("ONNX checker: accepted", "at confidence 0: batch 1");
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
        Path page = folder.resolve("damaged.html");
        CommandRun verify = CommandRun.of("verify", "onnx", onnx, "--against", checkpoint, "--bisect", "--html", page);
        assertThat(verify.code()).as(verify.out() + verify.err()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(verify.out().lines())
                .anyMatch(line -> line.startsWith("failed             layers (onnx): ")
                        && line.contains("backbone.backbone.stem.conv.conv/Conv (Conv of concat/Concat, ")
                        && line.contains("the first layer whose output differs, after 5 that agree"));
        assertThat(Files.readString(page)).contains("Not passed", "conv.conv.weight is 100.0", "layers");
        assertThat(verify.out())
                .contains("failed             content (onnx): number 0 of initialiser"
                        + " backbone.backbone.stem.conv.conv.weight is 100.0, expected");
    }

    @Test
    void two_files_are_compared_by_their_outputs_and_layer_by_layer() throws IOException {
        Path one = folder.resolve("opset11.onnx");
        Path other = folder.resolve("opset17.onnx");
        for (Path onnx : List.of(one, other)) {
            String opset = onnx.getFileName().toString().replaceAll("\\D", "");
            assertThat(CommandRun.of("export", "--weights", checkpoint, "--opset", opset, "--output", onnx)
                            .code())
                    .isZero();
        }
        Path json = folder.resolve("pair.json");
        Path images = data.resolve("images/test");
        CommandRun same = CommandRun.of("verify", "onnx", one, other, "--bisect", "--images", images, "--json", json);
        assertThat(same.code()).as(same.out() + same.err()).isZero();
        assertThat(same.out())
                .contains(
                        "8 images of " + images,
                        "passed             declarations (onnx): 5 checks, all passed",
                        "passed             outputs at batch 4 (onnx): ",
                        "passed             layers (onnx): ",
                        one + ": 4 cases, 4 passed");
        JsonNode facts = new ObjectMapper().readTree(json.toFile()).get("facts");
        assertThat(facts.get("against").textValue()).isEqualTo(other.toString());
        assertThat(facts.get("inputs").textValue()).isEqualTo("8 images of " + images);

        damage(one, STEM + ".weight");
        CommandRun damaged = CommandRun.of("verify", "onnx", one, other, "--bisect");
        assertThat(damaged.code()).as(damaged.out() + damaged.err()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(damaged.out())
                .contains("8 images of seeded noise", "failed             layers (onnx): " + STEM + "/Conv (Conv of ");
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
    void an_exported_file_of_any_precision_predicts_by_itself() throws IOException {
        for (String precision : new String[] {"fp32", "fp16", "int8"}) {
            Path onnx = folder.resolve(precision + ".onnx");
            List<Object> export = new ArrayList<>(List.of(
                    "export",
                    "--weights",
                    checkpoint,
                    "--form",
                    "decoded",
                    "--precision",
                    precision,
                    "--output",
                    onnx));
            if (precision.equals("int8")) {
                export.addAll(List.of("--calibrate", data.resolve("images/test"), "--in-float", STEM));
            }
            CommandRun exported = CommandRun.of(export.toArray());
            assertThat(exported.code()).as(exported.err()).isZero();
            if (precision.equals("int8")) {
                assertThat(exported.out()).contains("calibrated on 8 images", "1 in float: [" + STEM + "]");
            }

            Path csv = folder.resolve(precision + ".csv");
            CommandRun run =
                    CommandRun.of("predict", "--weights", onnx, "--conf", 0, "--csv", csv, data.resolve("images/test"));
            assertThat(run.code()).as(run.err()).isZero();
            List<String> lines = Files.readAllLines(csv);
            assertThat(lines.get(0)).isEqualTo("image,class,class_id,score,x1,y1,x2,y2");
            assertThat(lines).hasSizeGreaterThan(8);
            assertThat(lines.get(1)).matches(".*\\.(png|jpg),(circle|square|triangle),[012],[0-9.E-]+(,[0-9.E-]+){4}");
        }
    }

    @Test
    void options_of_precision_that_contradict_each_other_are_refused() {
        Path onnx = folder.resolve("none.onnx");
        CommandRun without = CommandRun.of("export", "--weights", checkpoint, "--precision", "int8", "--output", onnx);
        assertThat(without.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(without.err()).contains("--precision int8 needs --calibrate, a folder of images");
        CommandRun with = CommandRun.of("export", "--weights", checkpoint, "--calibrate", data, "--output", onnx);
        assertThat(with.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(with.err()).contains("--calibrate is for --precision int8 only");
        CommandRun layer = CommandRun.of(
                "export",
                "--weights",
                checkpoint,
                "--precision",
                "int8",
                "--calibrate",
                data.resolve("images/test"),
                "--in-float",
                "stem",
                "--output",
                onnx);
        assertThat(layer.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(layer.err()).contains("no convolution stem among");
        assertThat(onnx).doesNotExist();
    }

    @Test
    void a_second_run_does_not_overwrite_the_first() {
        CommandRun run = CommandRun.of(
                "train", "--data", data, "--format", "coco", "--val-split", "test", "--output", folder.resolve("run"));
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains("already contains a run");
    }
}
