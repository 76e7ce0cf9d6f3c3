package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCheckTest {

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void draw() throws IOException {
        data = folder.resolve("shapes");
        new ShapesDataset(1, 64, 6, 3).write(data);
    }

    @Test
    void a_dataset_that_is_fit_is_counted_and_drawn() throws IOException {
        Path plot = folder.resolve("shapes.png");

        CommandRun run = CommandRun.of("dataset", "check", "--data", data, "--format", "coco", "--plot", plot);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("circle", "square", "triangle", "Fit to train on.");
        assertThat(run.out().lines()).anyMatch(line -> line.matches("train +6 +0 +\\d+.*"));
        assertThat(run.out().lines()).anyMatch(line -> line.matches("test +3 +0 +\\d+.*"));
        assertThat(ImageFiles.read(plot).width()).isGreaterThan(1000);
    }

    @Test
    void an_error_is_named_and_ends_with_exit_code_2() throws IOException {
        Path image = data.resolve("images/train/000002.png");
        Files.writeString(image, "no image");
        Files.delete(data.resolve("images/train/000003.png"));
        Path annotations = data.resolve("annotations/instances_train.json");
        Files.writeString(
                annotations,
                Files.readString(annotations).replaceFirst("\"category_id\" : \\d", "\"category_id\" : 9"));

        CommandRun run = CommandRun.of("dataset", "check", "--data", data, "--format", "coco", "--splits", "train");

        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.out())
                .contains("NOTED cannot read image " + image)
                .containsPattern("NOTED .*instances_train\\.json:\\d+: image 000003\\.png is in none of")
                .containsPattern(
                        "REFUSED .*instances_train\\.json:\\d+: annotation \\d+: 'categories' has no category 9")
                .contains("1 missing images, left out (NOTED)", "1 unreadable images, left out (NOTED)")
                .contains("Training would refuse this dataset.", "Not looked at: test; --splits names them.");
    }

    @Test
    void a_converted_dataset_has_the_same_objects() throws IOException {
        Path yolo = folder.resolve("yolo");
        Path voc = folder.resolve("voc");

        CommandRun first = convert(data, "coco", "yolo", yolo);
        CommandRun refused = convert(yolo, "yolo", "coco", yolo);
        // The images of both splits have equal names.
        CommandRun clash = convert(yolo, "yolo", "voc", voc);
        CommandRun second = CommandRun.of(
                "dataset",
                "convert",
                "--data",
                yolo,
                "--format",
                "yolo",
                "--to",
                "voc",
                "--output",
                voc,
                "--splits",
                "test");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out().lines().findFirst())
                .isEqualTo(first.out()
                        .lines()
                        .filter(line -> line.startsWith("test"))
                        .findFirst());
        assertThat(refused.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(refused.err()).contains(yolo + " is not empty");
        assertThat(clash.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(clash.err()).contains("have the same name");
        CommandRun checked = CommandRun.of("dataset", "check", "--data", voc, "--format", "voc");
        assertThat(checked.code()).as(checked.out()).isZero();
    }

    private static CommandRun convert(Path source, String from, String to, Path target) {
        return CommandRun.of("dataset", "convert", "--data", source, "--format", from, "--to", to, "--output", target);
    }
}
