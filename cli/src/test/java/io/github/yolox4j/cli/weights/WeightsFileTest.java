package io.github.yolox4j.cli.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.CommandRun;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.ClassRows;
import io.github.yolox4j.model.weights.StateDict;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.model.weights.file.Safetensors;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.checkpoint.ModelCard;
import io.github.yolox4j.train.checkpoint.Progress;
import io.github.yolox4j.train.optim.Sgd;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** Weights go from one kind of file to the next, whatever the files are called. */
class WeightsFileTest {

    private static final ModelCard CARD = ModelCard.of(
            YoloxTask.of(new YoloxConfig("small", 1 / 3.0, 0.125, true, 2)),
            List.of("cat", "dog"),
            new AnchorGrid(64, 96));

    @TempDir
    private Path folder;

    private Weights average;
    private Path checkpoint;

    @BeforeEach
    void write() throws IOException {
        Weights weights = new Yolox(CARD.config()).initialise(DataType.FLOAT, 1);
        average = new Yolox(CARD.config()).initialise(DataType.FLOAT, 2);
        checkpoint = folder.resolve("one");
        new Checkpoint(CARD, Progress.START, weights, average, new Sgd(weights, 0.9, 0).state()).write(checkpoint);
    }

    @Test
    void a_checkpoint_gives_its_average_and_all_it_knows() throws IOException {
        WeightsFile file = WeightsFile.open(checkpoint);
        assertThat(file.weights().values()).isEqualTo(average.values());
        assertThat(file.config()).isEqualTo(CARD.config());
        assertThat(file.input(Optional.empty())).isEqualTo(CARD.input());
        assertThat(file.classesOrNumbers(Optional.empty())).isEqualTo(CARD.classes());
    }

    @Test
    void a_checkpoint_goes_through_safetensors_and_onnx() throws IOException {
        Path safetensors = folder.resolve("two");
        assertThat(CommandRun.of("weights", "convert", checkpoint, safetensors).code())
                .isZero();
        WeightsFile converted = WeightsFile.open(safetensors);
        assertThat(converted.weights().values()).isEqualTo(average.values());
        assertThat(converted.config().name()).isEqualTo("custom");
        assertThat(converted.classesOrNumbers(Optional.empty())).isEqualTo(CARD.classes());

        Safetensors.write(safetensors, StateDict.of("unnamed", average));
        assertThat(WeightsFile.open(safetensors).classesOrNumbers(Optional.empty()))
                .containsExactly("class_0", "class_1");
        Path names = Files.writeString(folder.resolve("names.txt"), "cat\n dog\n\n");
        Path onnx = folder.resolve("three");
        CommandRun export = CommandRun.of(
                "export", "--weights", safetensors, "--class-names", names, "--input", "64x96", "--output", onnx);
        assertThat(export.code()).as(export.err()).isZero();
        WeightsFile exported = WeightsFile.open(onnx);
        assertThat(exported.classesOrNumbers(Optional.empty())).isEqualTo(CARD.classes());
        assertThat(exported.input(Optional.empty())).isEqualTo(CARD.input());

        CommandRun verify = CommandRun.of("verify", "onnx", onnx, "--against", onnx);
        assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
        verify = CommandRun.of("verify", "onnx", onnx, "--against", checkpoint);
        assertThat(verify.out())
                .contains("passed             outputs at batch 1, ", "passed             outputs at batch 4, ");
        assertThat(verify.out())
                .contains("failed             content (onnx): metadata losses is 'unknown', expected 'box=squared_iou");
        assertThat(verify.code()).isEqualTo(ExitCode.CHECK_FAILED);
    }

    @Test
    void the_input_size_falls_back_on_the_references() throws IOException {
        Path small = folder.resolve("small");
        Safetensors.write(small, StateDict.of("small", average));
        assertThat(WeightsFile.open(small).input(Optional.empty()).height()).isEqualTo(416);
        YoloxConfig wide = new YoloxConfig("wide", 1 / 3.0, 0.4, true, 1);
        Path large = folder.resolve("large");
        Safetensors.write(large, StateDict.of("large", new Yolox(wide).initialise(DataType.FLOAT, 1)));
        assertThat(WeightsFile.open(large).input(Optional.empty()).height()).isEqualTo(640);
    }

    @Test
    void eighty_classes_without_names_are_those_of_coco() throws IOException {
        YoloxConfig config = new YoloxConfig("small", 1 / 3.0, 0.125, true, 80);
        Path file = folder.resolve("coco");
        Safetensors.write(file, StateDict.of("", new Yolox(config).initialise(DataType.FLOAT, 1)));
        assertThat(WeightsFile.open(file).classesOrNumbers(Optional.empty()))
                .hasSize(80)
                .startsWith("person", "bicycle", "car", "motorcycle")
                .endsWith("hair drier", "toothbrush");
    }

    @Test
    void class_rows_are_found_by_name_where_the_file_says_the_names() throws IOException {
        List<String> wanted = List.of("cow", "cat");
        ClassRows known = new ClassRows(CARD.classes(), wanted);
        assertThat(WeightsFile.open(checkpoint).rows(wanted)).contains(known);

        Path converted = folder.resolve("two");
        WeightsFile.open(checkpoint).convert(converted);
        assertThat(WeightsFile.open(converted).rows(wanted)).contains(known);

        Safetensors.write(converted, StateDict.of("unnamed", average));
        assertThat(WeightsFile.open(converted).rows(wanted)).isEmpty();
        Path onnx = folder.resolve("three");
        assertThat(CommandRun.of("export", "--weights", converted, "--input", "64", "--output", onnx)
                        .code())
                .isZero();
        assertThat(WeightsFile.open(onnx).rows(wanted))
                .as("names made of numbers")
                .isEmpty();
        assertThat(CommandRun.of("export", "--weights", checkpoint, "--input", "64", "--output", onnx)
                        .code())
                .isZero();
        assertThat(WeightsFile.open(onnx).rows(wanted)).contains(known);
    }

    @Test
    void names_of_coco_are_guessed_only_for_a_dataset_that_has_one_of_them() throws IOException {
        YoloxConfig config = new YoloxConfig("small", 1 / 3.0, 0.125, true, 80);
        Path file = folder.resolve("coco");
        Safetensors.write(file, StateDict.of("", new Yolox(config).initialise(DataType.FLOAT, 1)));

        assertThat(WeightsFile.open(file)
                        .rows(List.of("rabbit", "car"))
                        .orElseThrow()
                        .common())
                .containsExactly("car");
        assertThat(WeightsFile.open(file).rows(List.of("rabbit", "hare"))).isEmpty();
    }

    @Test
    void files_that_are_none_are_refused_in_one_line() throws IOException {
        assertRefused(folder.resolve("nowhere"), "no such weights file: " + folder.resolve("nowhere"));
        assertRefused(
                Files.createDirectory(folder.resolve("d")), folder.resolve("d") + " is a folder; name a file in it");
        assertRefused(Files.write(folder.resolve("empty"), new byte[0]), "no weights, it has 0 bytes");
        assertRefused(
                Files.writeString(folder.resolve("text"), "once upon a time there was a network"),
                "unknown kind of file; expected a checkpoint of a training run, PyTorch checkpoint (.pth),"
                        + " safetensors, or ONNX");
        assertRefused(
                Files.write(
                        folder.resolve("old.pth"),
                        new byte[] {(byte) 0x80, 2, (byte) 0x8a, 0xa, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
                "a file of PyTorch before version 1.6");
        assertRefused(malicious(), "refused: it asks for posix.system: only tensors and plain containers are read");
    }

    @Test
    void class_names_must_be_as_many_as_the_classes_and_the_files_own() throws IOException {
        Path names = Files.writeString(folder.resolve("names.txt"), "cat\ndog\ncow\n");
        CommandRun other = predict(checkpoint, "--class-names", names);
        assertThat(other.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(other.err()).contains("the classes are [cat, dog], --class-names says [cat, dog, cow]");
        Path safetensors = folder.resolve("two");
        Safetensors.write(safetensors, StateDict.of("", average));
        CommandRun more = predict(safetensors, "--class-names", names);
        assertThat(more.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(more.err()).contains(safetensors + " is trained for 2 classes, 3 are named: [cat, dog, cow]");
    }

    private void assertRefused(Path file, String message) {
        for (CommandRun run :
                List.of(predict(file), CommandRun.of("weights", "convert", file, folder.resolve("converted")))) {
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.WRONG_INPUT);
            assertThat(run.err()).startsWith("yolox4j: ").contains(message);
            assertThat(run.err().strip().lines()).as("one line").hasSize(1);
        }
        assertThat(folder.resolve("converted")).doesNotExist();
    }

    private static CommandRun predict(Path weights, Object... options) {
        return CommandRun.of(
                Stream.concat(Stream.of("predict", "--weights", weights, "image.jpg"), Arrays.stream(options))
                        .toArray());
    }

    /** The pickle of {@code os.system("true")}, as PyTorch would store it. */
    private Path malicious() throws IOException {
        Path file = folder.resolve("malicious.pth");
        byte[] pickle = "\u0080\u0002cposix\nsystem\nX\u0004\0\0\0true\u0085R.".getBytes(StandardCharsets.ISO_8859_1);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(pickle);
        }
        return file;
    }
}
