package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Datasets as people's tools write them, at the command line; their boxes are held by a test of the readers. */
class FieldCommandsTest {

    private static final Path FIELD = Path.of("../trainer/src/test/resources/field");

    @TempDir
    private Path folder;

    static List<String> places() throws IOException {
        try (Stream<String> lines = Files.lines(FIELD.resolve("cases.txt"))) {
            return lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\|")[0].strip())
                    .filter(place -> !place.equals("nothing-marked"))
                    .distinct()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void each_is_fit_to_train_on_and_can_be_converted_without_naming_its_format(String place) {
        Path copy = folder.resolve("copy");

        CommandRun checked = CommandRun.of("dataset", "check", "--data", FIELD.resolve(place));
        CommandRun converted =
                CommandRun.of("dataset", "convert", "--data", FIELD.resolve(place), "--to", "coco", "--output", copy);
        CommandRun again = CommandRun.of("dataset", "check", "--data", copy);

        assertThat(checked.code()).as(checked.out() + checked.err()).isEqualTo(ExitCode.DONE);
        assertThat(checked.out()).startsWith("Found ").contains("Fit to train on");
        assertThat(converted.code()).as(converted.err()).isEqualTo(ExitCode.DONE);
        assertThat(again.out()).contains("Found coco: annotations/instances_train.json");
        assertThat(table(again.out())).isEqualTo(table(checked.out()));
    }

    /** The lines that count images and boxes of each split. */
    private static List<String> table(String out) {
        return out.lines()
                .filter(line -> line.matches("(train|val|valid) +\\d+ +\\d+ +\\d+ .*"))
                .toList();
    }

    @Test
    void training_takes_what_a_check_calls_fit_and_says_what_it_noted() {
        CommandRun run = train("--data", FIELD.resolve("tools/roboflow-coco"));

        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .contains("Found coco: train/_annotations.coco.json, valid/_annotations.coco.json.")
                .contains(
                        "Split 'train' was read with notes: 1 root categories, left out ('dataset check' lists them).")
                .contains("1 training images with 2 boxes, 1 validation images with 2 boxes, classes blue, red.");
    }

    @Test
    void coco_files_of_any_name_can_be_given_one_by_one() {
        Path data = FIELD.resolve("tools/kaggle-coco");
        CommandRun run = train(
                "--train-annotations",
                data.resolve("annotations.json"),
                "--train-images",
                data,
                "--val-annotations",
                FIELD.resolve("tools/cvat-coco/annotations/instances_default.json"),
                "--val-images",
                FIELD.resolve("tools/cvat-coco/images/default"));

        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .contains("2 training images with 4 boxes, 2 validation images with 4 boxes, classes red, blue.")
                .contains("Of the 2 validation images, 2 are also training images: AP says nothing about new images.");
    }

    @Test
    void strict_training_refuses_a_note_and_unlabelled_images_are_refused_before_anything_is_written() {
        CommandRun strict = train("--data", FIELD.resolve("tools/roboflow-coco"), "--strict");
        CommandRun unlabelled = train("--data", FIELD.resolve("nothing-marked"));

        assertThat(strict.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(strict.err())
                .contains("stands above the others and marks nothing; it is no class (refused by --strict)");
        assertThat(unlabelled.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(unlabelled.err()).contains("--allow-unlabelled");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void data_is_named_in_one_way() {
        CommandRun none = CommandRun.of("dataset", "check");
        CommandRun both =
                CommandRun.of("dataset", "check", "--data", FIELD, "--train-annotations", FIELD.resolve("cases.txt"));
        CommandRun images = CommandRun.of("dataset", "check", "--train-images", FIELD);

        assertThat(List.of(none.code(), both.code(), images.code())).containsOnly(ExitCode.WRONG_INPUT);
        assertThat(none.err()).contains("give either --data, a dataset's folder or file, or COCO files by");
        assertThat(both.err()).contains("give either --data");
        assertThat(images.err()).contains("--train-images needs --train-annotations, the COCO file");
    }

    private CommandRun train(Object... data) {
        String options = "--size nano --input 64 --epochs 1 --batch 1 --augment none --threads 1";
        return CommandRun.of(Stream.of(
                        Stream.of("train", "--output", folder.resolve("run")),
                        Stream.of(options.split(" ")),
                        Stream.of(data))
                .flatMap(part -> part)
                .toArray());
    }
}
