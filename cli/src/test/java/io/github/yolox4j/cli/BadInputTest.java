package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.checkpoint.ModelCard;
import io.github.yolox4j.train.checkpoint.Progress;
import io.github.yolox4j.train.optim.Sgd;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** Whatever is wrong with the input: one line that says what and where, exit code 2, and nothing left behind. */
class BadInputTest {

    private static final String SIZE = "<size><width>64</width><height>64</height><depth>3</depth></size>";

    @TempDir
    private Path folder;

    private Path data;
    private Path output;

    @BeforeEach
    void makeDataset() throws IOException {
        output = folder.resolve("run");
        data = folder.resolve("voc");
        for (String part : new String[] {"Annotations", "JPEGImages", "ImageSets/Main"}) {
            Files.createDirectories(data.resolve(part));
        }
        ImageIO.write(
                new BufferedImage(64, 64, BufferedImage.TYPE_3BYTE_BGR),
                "jpg",
                data.resolve("JPEGImages/a.jpg").toFile());
        annotate(SIZE, "cat");
        Files.writeString(data.resolve("ImageSets/Main/train.txt"), "a\n");
        Files.writeString(data.resolve("ImageSets/Main/val.txt"), "a\n");
    }

    @Test
    void a_missing_folder() {
        Path missing = folder.resolve("nowhere");
        assertRefused(train("--data", missing), missing.toString());
    }

    @Test
    void an_unreadable_jpeg() throws IOException {
        Path image = data.resolve("JPEGImages/a.jpg");
        byte[] bytes = Files.readAllBytes(image);
        Files.write(image, Arrays.copyOf(bytes, bytes.length / 2));
        CommandRun run = train("--data", data, "--batch", 1, "--input", 64, "--epochs", 1);
        assertOneLine(run, image.toString());
        assertThat(output.resolve("train.yaml")).as("the run can be resumed").exists();
        assertThat(output.resolve("last.ckpt")).doesNotExist();
    }

    @Test
    void an_annotation_without_size() throws IOException {
        annotate("", "cat");
        assertRefused(train("--data", data), "a.xml", "size");
    }

    @Test
    void a_class_that_is_not_in_the_list() throws IOException {
        annotate(SIZE, "zebra");
        assertRefused(train("--data", data, "--classes", "cat,dog"), "a.xml", "zebra", "cat, dog");
    }

    @Test
    void an_unknown_loss() {
        assertRefused(train("--data", data, "--box-loss", "quiou"), "quiou", "squared_iou", "ciou");
        assertRefused(train("--data", data, "--obj-loss", "hinge"), "hinge", "bce", "focal");
        assertRefused(train("--data", data, "--obj-normaliser", "anchors"), "anchors", "positives, batch, targets");
        assertRefused(
                train("--data", data, "--cls-loss", "class_weighted(bce, weights=[1, x])"), "'x'", "must be a number");
    }

    @Test
    void an_input_side_that_is_no_multiple_of_32() {
        assertRefused(train("--data", data, "--input", 100), "multiples of 32", "100 x 100");
    }

    @Test
    void sizes_and_augmentation_that_cannot_be() {
        assertRefused(train("--data", data, "--input", 64, "--multiscale-range", 2), "less than 2, got 2");
        assertRefused(train("--data", data, "--random-size", 4), "--random-size needs MIN,MAX, got [4]");
        assertRefused(train("--data", data, "--random-size", "9,4"), "smallest <= largest", "got 9 and 4");
        assertRefused(train("--data", data, "--augment", "heavy"), "'heavy'", "none, light, reference");
        assertRefused(train("--data", data, "--mosaic-prob", 2), "mosaic probability must be between 0 and 1: 2.0");
    }

    @Test
    void an_unknown_format_or_size() {
        assertRefused(
                CommandRun.of("train", "--data", data, "--format", "pascal", "--output", output),
                "pascal",
                "voc, coco, yolo");
        assertRefused(train("--data", data, "--size", "huge"), "huge", "nano, tiny, s, m, l, x, yolov3");
    }

    @Test
    void a_pattern_that_freezes_nothing() {
        assertRefused(train("--data", data, "--freeze", "backbon.**"), "'backbon.**'", "nearest are backbone.**");
    }

    @Test
    void an_onnx_path_that_cannot_be_written() throws IOException {
        Path onnx = folder.resolve("no/such/folder/model.onnx");
        assertRefused(CommandRun.of("export", "--weights", checkpoint(), "--output", onnx), onnx.toString());
    }

    @Test
    void an_export_that_asks_for_what_does_not_go_together() throws IOException {
        Path checkpoint = checkpoint();
        Path onnx = folder.resolve("model.onnx");
        assertRefused(export(checkpoint, onnx, "--opset", 10), "from 11 to 21, got 10");
        assertRefused(export(checkpoint, onnx, "--preprocess", "rgb"), "got raw");
        assertRefused(
                export(checkpoint, onnx, "--form", "nms", "--preprocess", "bgr", "--sizes", "dynamic"),
                "--sizes dynamic");
        assertRefused(export(checkpoint, onnx, "--form", "detections", "--output-name", "a,b"), "4 outputs", "[a, b]");
        assertRefused(export(checkpoint, onnx, "--form", "nms", "--conf", 2), "[0, 1], got 2");
        assertThat(onnx).doesNotExist();
    }

    private static CommandRun export(Path checkpoint, Path onnx, Object... options) {
        return CommandRun.of(
                Stream.concat(Stream.of("export", "--weights", checkpoint, "--output", onnx), Arrays.stream(options))
                        .toArray());
    }

    @Test
    void a_checkpoint_cut_in_half() throws IOException {
        Path checkpoint = checkpoint();
        byte[] bytes = Files.readAllBytes(checkpoint);
        Files.write(checkpoint, Arrays.copyOf(bytes, bytes.length / 2));
        Path onnx = folder.resolve("model.onnx");
        assertRefused(
                CommandRun.of("export", "--weights", checkpoint, "--output", onnx), checkpoint.toString(), "cut off");
        assertThat(onnx).doesNotExist();
        assertRefused(
                CommandRun.of("eval", "--weights", checkpoint, "--data", data, "--format", "voc", "--split", "val"),
                checkpoint.toString());
        assertRefused(
                CommandRun.of("predict", "--weights", checkpoint, data.resolve("JPEGImages/a.jpg")),
                checkpoint.toString());
    }

    @Test
    void classes_other_than_those_of_the_checkpoint() throws IOException {
        assertRefused(
                CommandRun.of(
                        "eval",
                        "--weights",
                        checkpoint(),
                        "--data",
                        data,
                        "--format",
                        "voc",
                        "--split",
                        "val",
                        "--classes",
                        "dog"),
                "the classes are [cat], --classes says [dog]");
    }

    @Test
    void a_golden_folder_without_manifest() {
        assertRefused(CommandRun.of("verify", "golden", data), "manifest.json");
    }

    @Test
    void an_option_that_does_not_exist() {
        assertRefused(train("--data", data, "--epoch", 3), "--epoch", "yolox4j train --help");
    }

    private CommandRun train(Object... options) {
        Object[] words = Stream.concat(
                        Stream.of("train", "--format", "voc", "--output", output), Arrays.stream(options))
                .toArray();
        return CommandRun.of(words);
    }

    private void assertRefused(CommandRun run, String... parts) {
        assertOneLine(run, parts);
        assertThat(output).doesNotExist();
    }

    private static void assertOneLine(CommandRun run, String... parts) {
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).startsWith("yolox4j: ").contains(parts);
        assertThat(run.err().strip().lines()).as("one line").hasSize(1);
    }

    private void annotate(String size, String name) throws IOException {
        Files.writeString(
                data.resolve("Annotations/a.xml"),
                "<annotation><filename>a.jpg</filename>" + size + "<object><name>" + name
                        + "</name><difficult>0</difficult><bndbox><xmin>5</xmin><ymin>6</ymin><xmax>40</xmax>"
                        + "<ymax>50</ymax></bndbox></object></annotation>");
    }

    private Path checkpoint() throws IOException {
        ModelCard card = new ModelCard(
                "small",
                "csp_pan",
                0.33,
                0.125,
                true,
                List.of("cat"),
                64,
                64,
                "squared_iou",
                "bce",
                "bce",
                "positives");
        Weights weights = new Yolox(card.config()).initialise(DataType.FLOAT, 1);
        Path file = folder.resolve("model.ckpt");
        new Checkpoint(card, Progress.START, weights, weights, new Sgd(weights, 0.9, 0).state()).write(file);
        return file;
    }
}
