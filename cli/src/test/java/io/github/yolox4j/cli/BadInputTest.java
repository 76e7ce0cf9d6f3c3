package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.checkpoint.ModelCard;
import io.github.yolox4j.train.checkpoint.Progress;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import io.github.yolox4j.train.optim.Sgd;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Whatever is wrong: one line that says what and where, exit code 2, and nothing left behind. Images that cannot be
 * read are skipped, counted and named, unless {@code --strict}; a run that breaks keeps its last good checkpoint. The
 * list:
 *
 * <ol>
 *   <li>of the data: a missing folder, a missing split, a missing image, one cut in half, one that is no image, an
 *   empty one, one of another size, none that can be read; an annotation without size, one cut in half, a COCO file cut
 *   in half, a YOLO label of four numbers, an unknown class, an unknown format;
 *   <li>of the options: an unknown option, loss, size, optimiser or pattern, numbers out of their range, class weights
 *   of no class;
 *   <li>of the output: a path that cannot be written, a folder that is a file, one that holds a run, one that another
 *   run writes into, a full disk;
 *   <li>of weights: a checkpoint cut in half, one of other classes;
 *   <li>of training: a loss that is not finite; a process that is killed is the matter of {@code KilledTrainingTest}.
 * </ol>
 */
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
        BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_3BYTE_BGR);
        Random random = new Random(1);
        for (int i = 0; i < 64 * 64; i++) {
            noise.setRGB(i % 64, i / 64, random.nextInt());
        }
        ImageIO.write(noise, "jpg", data.resolve("JPEGImages/a.jpg").toFile());
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
    void an_image_cut_in_half_is_skipped_or_with_strict_the_end() throws IOException {
        Path image = addImage("b");
        byte[] bytes = Files.readAllBytes(image);
        Files.write(image, Arrays.copyOf(bytes, bytes.length / 2));
        assertSkipped(image, shortRun());
        assertStrictlyRefused(image);
    }

    @Test
    void an_image_file_that_holds_something_else() throws IOException {
        Path image = addImage("b");
        Files.writeString(image, "<html>404</html>");
        assertSkipped(image, shortRun());
        assertStrictlyRefused(image);
    }

    @Test
    void an_empty_image_file() throws IOException {
        Path image = addImage("b");
        Files.write(image, new byte[0]);
        assertSkipped(image, shortRun());
        assertStrictlyRefused(image);
    }

    @Test
    void an_image_of_another_size_than_its_annotation_says() throws IOException {
        Path image = addImage("b");
        ImageIO.write(new BufferedImage(32, 64, BufferedImage.TYPE_3BYTE_BGR), "jpg", image.toFile());
        assertSkipped(image, shortRun());
        assertStrictlyRefused(image);
    }

    @Test
    void images_of_which_none_can_be_read() throws IOException {
        Path image = data.resolve("JPEGImages/a.jpg");
        Files.write(image, new byte[10]);
        CommandRun run = shortRun();
        assertOneLine(run, "1 of 1 images cannot be read", image.toString());
        assertThat(output.resolve("train.yaml")).as("the run can be resumed").exists();
        assertThat(output.resolve("last.ckpt")).doesNotExist();
    }

    @Test
    void an_image_that_is_not_there() throws IOException {
        Path image = addImage("b");
        Files.delete(image);
        assertRefused(train("--data", data, "--strict"), "b.xml: its image is missing", "(refused by --strict)");
        CommandRun run = shortRun();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("1 missing images, left out").containsPattern("b\\.xml: its image is missing");
    }

    @Test
    void an_annotation_cut_in_half() throws IOException {
        Path annotation = data.resolve("Annotations/a.xml");
        Files.writeString(annotation, Files.readString(annotation).substring(0, 80));
        assertRefused(train("--data", data), "a.xml");
    }

    @Test
    void a_split_that_is_not_there() {
        assertRefused(train("--data", data, "--val-split", "minival"), "no split 'minival'", "[train, val]");
    }

    @Test
    void a_coco_file_cut_in_half() throws IOException {
        Path coco = folder.resolve("coco");
        new ShapesDataset(1, 64, 2, 1).write(coco);
        Path json;
        try (Stream<Path> files = Files.walk(coco)) {
            json = files.filter(file -> file.toString().endsWith("train.json"))
                    .findFirst()
                    .orElseThrow();
        }
        String text = Files.readString(json);
        Files.writeString(json, text.substring(0, text.length() / 2));
        assertRefused(CommandRun.of("train", "--data", coco, "--format", "coco", "--output", output), json.toString());
    }

    @Test
    void a_yolo_label_of_four_numbers() throws IOException {
        Path yolo = folder.resolve("yolo");
        for (String part : new String[] {"images/train", "images/val", "labels/train", "labels/val"}) {
            Files.createDirectories(yolo.resolve(part));
        }
        for (String split : new String[] {"train", "val"}) {
            Files.copy(data.resolve("JPEGImages/a.jpg"), yolo.resolve("images/" + split + "/a.jpg"));
            Files.writeString(yolo.resolve("labels/" + split + "/a.txt"), "0 0.5 0.5 0.25\n");
        }
        Files.writeString(yolo.resolve("data.yaml"), "train: images/train\nval: images/val\nnames: [cat]\n");
        assertRefused(
                CommandRun.of("train", "--data", yolo, "--format", "yolo", "--output", output), "a.txt:1", "got 4");
    }

    @Test
    void an_output_folder_that_is_a_file() throws IOException {
        Files.writeString(output, "a file");
        assertOneLine(shortRun(), output.toString());
        assertThat(output).hasContent("a file");
    }

    @Test
    void an_output_folder_that_holds_a_run() throws IOException {
        assertThat(shortRun().code()).isZero();
        byte[] last = Files.readAllBytes(output.resolve("last.ckpt"));
        assertOneLine(shortRun(), "already contains a run", "--resume " + output);
        assertThat(output.resolve("last.ckpt")).hasBinaryContent(last);
    }

    @Test
    void an_output_folder_that_another_run_writes_into() throws IOException {
        Files.createDirectories(output);
        try (FileChannel other =
                        FileChannel.open(output.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertOneLine(shortRun(), "another run is writing into " + output);
        }
        try (Stream<Path> left = Files.list(output)) {
            assertThat(left).containsExactly(output.resolve(".lock"));
        }
    }

    @Test
    void a_rate_that_leads_out_of_the_numbers() throws IOException {
        Path shapes = folder.resolve("shapes");
        new ShapesDataset(1, 64, 24, 4).write(shapes);
        CommandRun first = CommandRun.of(
                "train",
                "--data",
                shapes,
                "--format",
                "coco",
                "--val-split",
                "test",
                "--output",
                output,
                "--batch",
                8,
                "--input",
                64,
                "--epochs",
                1);
        assertThat(first.code()).as(first.err()).isZero();
        byte[] best = Files.readAllBytes(output.resolve("best.ckpt"));
        CommandRun run = CommandRun.of(
                "train", "--resume", output, "--epochs", 40, "--lr", 7.9, "--warmup-epochs", 0, "--eval-every", 50);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.err()).contains("at epoch ", "images [", "diverged.json");
        assertThat(output.resolve("diverged.json")).content().contains("\"epoch\"", "\"step\"", "\"images\"");
        assertThat(output.resolve("best.ckpt")).hasBinaryContent(best);
        Weights last = Checkpoint.read(output.resolve("last.ckpt")).weights();
        assertThat(last.names())
                .allSatisfy(name ->
                        assertThat(last.value(name).sumNumber().doubleValue()).isFinite());
    }

    @Test
    void a_disk_that_is_full() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/prlimit")))
                .as("no prlimit here, which bounds the files of a process as a full disk would")
                .isTrue();
        new ShapesDataset(3, 64, 16, 4).write(folder.resolve("shapes"));
        Path log = folder.resolve("train.log");
        String options = "--format coco --val-split test --size nano --input 64 --batch 2 --epochs 500 --eval-every 500"
                + " --threads 1";
        TrainingProcess run = TrainingProcess.start(
                log,
                512,
                Stream.concat(
                                Stream.of("--data", folder.resolve("shapes"), "--output", output),
                                Stream.of(options.split(" ")))
                        .toArray());
        run.await(output.resolve("metrics.csv"), 4);
        new ProcessBuilder("/usr/bin/prlimit", "--pid=" + run.process().pid(), "--fsize=1000000")
                .start()
                .waitFor();

        assertThat(run.end()).as(Files.readString(log)).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(Files.readString(log)).contains("cannot write " + output.resolve("last.ckpt"));
        assertThat(Checkpoint.read(output.resolve("last.ckpt")).progress().epoch())
                .isGreaterThanOrEqualTo(2);
        try (Stream<Path> left = Files.list(output)) {
            assertThat(left).as("no half files").noneMatch(file -> file.toString()
                    .endsWith(".part"));
        }
    }

    @Test
    void class_weights_for_a_class_that_is_not_there() {
        assertRefused(train("--data", data, "--class-weights", "dog=2"), "'dog'", "the classes are cat");
    }

    @Test
    void numbers_of_training_that_cannot_be() {
        assertRefused(train("--data", data, "--optimizer", "lion"), "'lion'", "sgd, adamw");
        assertRefused(
                train("--data", data, "--scheduler", "linear"), "'linear'", "yoloxwarmcos, warmcos, cos, multistep");
        assertRefused(train("--data", data, "--momentum", 0.8, "--optimizer", "adamw"), "--momentum is for sgd");
        assertRefused(train("--data", data, "--clip", 0), "largest norm must be above 0, got 0");
        assertRefused(train("--data", data, "--accumulate", 0), "got 0");
        assertRefused(train("--data", data, "--patience", -1), "got 0 and -1");
        assertRefused(train("--data", data, "--max-time", "90"), "as in 90m, 2h30m or 1d, or 0, got '90'");
        assertRefused(train("--data", data, "--max-time", "1.5h"), "got '1.5h'");
        assertRefused(train("--data", data, "--max-time", "30m2h"), "got '30m2h'");
        assertRefused(train("--data", data, "--max-time="), "got ''");
        assertRefused(train("--data", data, "--batch", "many"), "must be a number of images or auto, got 'many'");
        assertRefused(train("--data", data, "--batch", 0), "batch must be at least 1, got 0");
        assertRefused(train("--data", data, "--center-radius", -1), "centerRadius must be above 0, got -1");
        assertRefused(train("--data", data, "--epochs", 0), "epochs must be at least 1, got 0");
    }

    @Test
    void caches_that_cannot_be() throws IOException {
        assertRefused(train("--data", data, "--cache", "tape"), "'--cache'", "MEMORY, DISK, NONE", "tape");
        assertRefused(train("--data", data, "--cache-mb", 0), "--cache-mb must be at least 1, got 0");
        assertRefused(train("--data", data, "--cache-mb", 1 << 30), "does not fit into a Java heap of", "--cache disk");
        assertRefused(train("--data", data, "--cache", "none", "--cache-mb", 5), "--cache-mb needs", "is none");
        assertRefused(train("--data", data, "--cache-dir", folder), "--cache-dir needs --cache disk", "is memory");
        Path file = Files.createFile(folder.resolve("file"));
        assertRefused(
                train("--data", data, "--cache", "disk", "--cache-dir", file), file + " exists and is not a folder");
    }

    @Test
    void an_annotation_without_size() throws IOException {
        annotate("", "cat");
        assertRefused(train("--data", data, "--strict"), "a.xml: <size> gives no width and height", "--strict");
        CommandRun run = shortRun();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("1 images whose size is read from the file");
    }

    @Test
    void a_class_that_is_not_in_the_list() throws IOException {
        annotate(SIZE, "zebra");
        Path names = Files.writeString(folder.resolve("names.txt"), "cat\ndog\n");
        assertRefused(train("--data", data, "--class-names", names), "a.xml", "zebra", "cat, dog");
    }

    @Test
    void classes_that_nothing_is_marked_as() throws IOException {
        annotate(SIZE, "zebra");
        assertRefused(train("--data", data, "--classes", "cebra"), "unknown class 'cebra'; nearest are zebra");
        assertRefused(train("--data", data, "--map", "cebra=cat"), "unknown class 'cebra' in cebra=cat", "zebra");
        assertRefused(train("--data", data, "--map", "zebra"), "must be CLASS=CLASS", "'zebra'");
        assertRefused(
                train("--data", data, "--map", "zebra=horse,zebra=cat"),
                "class 'zebra' cannot become both 'horse' and 'cat'");
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
                CommandRun.of("export", "--weights", checkpoint, "--output", onnx), checkpoint.toString(), "truncated");
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
        annotate(SIZE, "zebra");
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
                        "zebra"),
                "the detector does not know class 'zebra'",
                "its classes are cat");
    }

    @Test
    void a_golden_folder_without_manifest() {
        assertRefused(CommandRun.of("verify", "golden", data), "manifest.json");
    }

    @Test
    void an_onnx_file_beside_nothing_or_beside_too_much() {
        Path onnx = folder.resolve("model.onnx");
        assertRefused(
                CommandRun.of("verify", "onnx", onnx), "either --against FILE or a second ONNX file, got neither");
        assertRefused(CommandRun.of("verify", "onnx", onnx, onnx, "--against", onnx), "got both");
    }

    @Test
    void two_onnx_files_that_cannot_be_compared() throws IOException {
        Path single = folder.resolve("single.onnx");
        Path batch = folder.resolve("batch.onnx");
        Path checkpoint = checkpoint();
        assertThat(export(checkpoint, single, "--batch", 1).code()).isZero();
        assertThat(export(checkpoint, batch, "--batch", 3).code()).isZero();
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model");

        assertRefused(
                CommandRun.of("verify", "onnx", single, batch),
                "the inputs differ",
                "[1, 3, 64, 64]",
                "[3, 3, 64, 64]");
        assertRefused(
                CommandRun.of("verify", "onnx", single, folder.resolve("none.onnx")), "no such ONNX file", "none.onnx");
        assertRefused(CommandRun.of("verify", "onnx", text, single), text + ": not an ONNX file");
    }

    @Test
    void an_option_that_does_not_exist() {
        assertRefused(train("--data", data, "--epoch", 3), "--epoch", "yolox4j train --help");
    }

    /** One epoch on small images. */
    private CommandRun shortRun(Object... options) {
        return train(Stream.concat(
                        Stream.of("--data", data, "--batch", 1, "--input", 64, "--epochs", 1), Arrays.stream(options))
                .toArray());
    }

    /** A second image like the first, of both splits. */
    private Path addImage(String name) throws IOException {
        Path image = data.resolve("JPEGImages/" + name + ".jpg");
        Files.copy(data.resolve("JPEGImages/a.jpg"), image);
        String annotation = Files.readString(data.resolve("Annotations/a.xml"));
        Files.writeString(data.resolve("Annotations/" + name + ".xml"), annotation.replace("a.jpg", name + ".jpg"));
        for (String split : new String[] {"train", "val"}) {
            Files.writeString(data.resolve("ImageSets/Main/" + split + ".txt"), name + "\n", StandardOpenOption.APPEND);
        }
        return image;
    }

    private void assertSkipped(Path image, CommandRun run) {
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("epoch 1: skipped: ", "Images skipped because they cannot be read: 1", image.toString());
        assertThat(output.resolve("last.ckpt")).exists();
    }

    private void assertStrictlyRefused(Path image) {
        Path strict = folder.resolve("strict");
        CommandRun run = CommandRun.of(
                "train",
                "--format",
                "voc",
                "--output",
                strict,
                "--data",
                data,
                "--batch",
                1,
                "--input",
                64,
                "--epochs",
                1,
                "--strict");
        assertOneLine(run, image.toString());
        assertThat(strict.resolve("last.ckpt")).doesNotExist();
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
        ModelCard card = ModelCard.of(
                YoloxTask.of(new YoloxConfig("small", 0.33, 0.125, true, 1)), List.of("cat"), new AnchorGrid(64, 64));
        Weights weights = new Yolox(card.config()).initialise(DataType.FLOAT, 1);
        Path file = folder.resolve("model.ckpt");
        new Checkpoint(card, Progress.START, weights, weights, new Sgd(weights, 0.9, 0).state()).write(file);
        return file;
    }
}
