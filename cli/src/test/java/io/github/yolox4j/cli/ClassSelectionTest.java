package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.option.ConfigFile;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.format.DatasetFormat;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --classes}, {@code --map} and {@code --drop-emptied}, in every command that reads a dataset. */
class ClassSelectionTest {

    @TempDir
    private Path folder;

    private Path data;
    private Dataset train;
    private Dataset test;

    @BeforeEach
    void draw() throws IOException {
        data = folder.resolve("shapes");
        new ShapesDataset(1, 64, 8, 4).write(data);
        train = DatasetFormat.COCO.read(data, "train");
        test = DatasetFormat.COCO.read(data, "test");
        assertThat(train.classes()).containsExactly("circle", "square", "triangle");
    }

    @Test
    void a_run_trains_its_classes_goes_on_with_them_and_is_measured_and_reported_on_them() throws IOException {
        Path config = folder.resolve("run.yaml");
        Path run = folder.resolve("run");
        Files.writeString(
                config,
                """
                data: %s
                format: coco
                val-split: test
                classes: [round, square]
                map:
                  circle: round
                input: 64
                batch: 4
                epochs: 2
                eval-every: 1
                save-every: 1
                threads: 1
                output: %s
                """
                        .formatted(data, run));

        CommandRun first = CommandRun.of("train", "--config", config);

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out())
                .contains(
                        "Classes of split 'train': boxes renamed: circle " + count(train, 0)
                                + "; boxes left out: triangle " + count(train, 2),
                        "Classes of split 'test': boxes renamed: circle " + count(test, 0)
                                + "; boxes left out: triangle " + count(test, 2),
                        "8 training images with " + (count(train, 0) + count(train, 1)) + " boxes",
                        "classes round, square.");
        Path last = run.resolve("last.ckpt");
        assertThat(Checkpoint.read(last).card().classes()).containsExactly("round", "square");
        assertThat(Files.readAllLines(run.resolve(ConfigFile.OF_RUN)))
                .contains("classes: \"round,square\"", "map: \"circle=round\"", "drop-emptied: \"false\"");

        Path unbroken = Files.move(last, folder.resolve("unbroken.ckpt"));
        Files.move(run.resolve("epoch_0001.ckpt"), last);
        CommandRun resumed = CommandRun.of("train", "--resume", run);
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(last).hasSameBinaryContentAs(unbroken);

        CommandRun report = CommandRun.of("report", run);
        assertThat(report.code()).as(report.err()).isZero();
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("round")
                .doesNotContain("triangle");

        CommandRun strange = eval(last);
        assertThat(strange.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(strange.err()).contains("is none of the expected [round, square]");
        CommandRun half = eval(last, "--classes", "square");
        assertThat(half.code()).as(half.err()).isZero();
        assertThat(half.out()).contains("precision of square").doesNotContain("round");
        CommandRun measured = eval(last, "--map", "circle=round", "--classes", "square,round");
        assertThat(measured.code()).as(measured.err()).isZero();
        assertThat(measured.out()).contains("boxes left out: triangle " + count(test, 2));
        assertThat(measured.out().lines().filter(line -> line.matches("precision of (round|square) .*")))
                .hasSize(2);
    }

    @Test
    void a_copy_has_the_classes_asked_for_and_the_check_counts_them() throws IOException {
        Path copy = folder.resolve("copy");

        CommandRun converted = CommandRun.of(
                "dataset",
                "convert",
                "--data",
                data,
                "--format",
                "coco",
                "--to",
                "yolo",
                "--output",
                copy,
                "--classes",
                "triangle,box",
                "--map",
                "square=box");
        CommandRun checked = CommandRun.of(
                "dataset",
                "check",
                "--data",
                data,
                "--format",
                "coco",
                "--classes",
                "triangle,box",
                "--map",
                "square=box");

        assertThat(converted.code()).as(converted.err()).isZero();
        assertThat(converted.out()).contains("in format yolo; classes: triangle, box.");
        for (Map.Entry<String, Dataset> split :
                Map.of("train", train, "test", test).entrySet()) {
            Dataset written = DatasetFormat.YOLO.read(copy, split.getKey());
            assertThat(written.classes()).containsExactly("triangle", "box");
            assertThat(written.size()).isEqualTo(split.getValue().size());
            assertThat(count(written, 0)).isEqualTo(count(split.getValue(), 2));
            assertThat(count(written, 1)).isEqualTo(count(split.getValue(), 1));
        }
        assertThat(checked.code()).as(checked.err()).isZero();
        assertThat(checked.out())
                .contains("Classes of split 'train': boxes renamed: square " + count(train, 1))
                .containsPattern("triangle +" + count(train, 2) + " +" + count(test, 2));
        assertThat(checked.out().lines()).noneMatch(line -> line.startsWith("circle"));
    }

    @Test
    void images_without_objects_of_the_classes_are_left_out_if_wished() throws IOException {
        long circles = train.samples().stream().filter(sample -> has(sample, 0)).count();
        Path sheet = folder.resolve("sheet.png");

        CommandRun dropped = check("--classes", "circle", "--drop-emptied");
        CommandRun kept = check("--classes", "circle");
        CommandRun shown = CommandRun.of(
                "dataset", "show", "--data", data, "--format", "coco", "--classes", "circle", "--output", sheet);

        assertThat(dropped.out().lines()).anyMatch(line -> line.matches("train +" + circles + " +0 .*"));
        assertThat(kept.out().lines()).anyMatch(line -> line.matches("train +8 +" + (8 - circles) + " .*"));
        assertThat(kept.out()).contains("images without objects from it: " + (8 - circles));
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(shown.out()).contains("Classes of split 'train': boxes left out: ");
    }

    private CommandRun check(Object... options) {
        return CommandRun.of(Stream.concat(
                        Stream.of("dataset", "check", "--data", data, "--format", "coco", "--splits", "train"),
                        Stream.of(options))
                .toArray());
    }

    private CommandRun eval(Path weights, Object... options) {
        return CommandRun.of(Stream.concat(
                        Stream.of("eval", "--weights", weights, "--data", data, "--format", "coco"), Stream.of(options))
                .toArray());
    }

    private static long count(Dataset dataset, int classId) {
        return dataset.samples().stream()
                .map(Sample::boxes)
                .flatMap(List::stream)
                .mapToInt(LabeledBox::classId)
                .filter(id -> id == classId)
                .count();
    }

    private static boolean has(Sample sample, int classId) {
        return sample.boxes().stream().anyMatch(box -> box.classId() == classId);
    }
}
