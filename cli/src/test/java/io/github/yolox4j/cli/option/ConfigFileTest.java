package io.github.yolox4j.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.CommandRun;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import io.github.yolox4j.train.loss.ObjectnessNormaliser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    @TempDir
    private Path folder;

    private Path config;
    private Path output;

    @BeforeEach
    void name() {
        config = folder.resolve("shapes.yaml");
        output = folder.resolve("run");
    }

    @Test
    void training_takes_its_options_from_the_file_and_the_command_line_wins() throws IOException {
        Path data = folder.resolve("shapes");
        new ShapesDataset(1, 64, 8, 4).write(data);
        Files.writeString(
                config,
                """
                # a small run
                data: %s
                format: coco
                val-split: test
                classes: [circle, square, triangle]
                input: 64
                epochs: 7
                batch: 4
                box-loss: giou
                obj-loss: focal(gamma=2, alpha=0.5)
                obj-normaliser: batch
                augment: reference
                mosaic-prob: 0.25
                mosaic-scale: [0.5, 1.25]
                degrees: 5
                random-size: [1, 3]
                output: %s
                """
                        .formatted(data, output));

        CommandRun run = CommandRun.of("train", "--config", config, "--epochs", 1, "--box-loss", "ciou");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("Options from " + config);
        assertThat(run.out()).contains("mosaic 0.25 (scale 0.5 to 1.25, rotation 5.0, translation 0.1, shear 2.0)");
        Checkpoint last = Checkpoint.read(output.resolve("last.ckpt"));
        assertThat(last.progress().epoch()).isEqualTo(1);
        assertThat(last.card().losses().box()).isEqualTo("ciou");
        assertThat(last.card().losses().objectness()).contains("focal", "2", "0.5");
        assertThat(last.card().losses().normaliser()).isEqualTo(ObjectnessNormaliser.BATCH);
    }

    @Test
    void what_a_run_was_told_is_what_it_goes_on_with() throws IOException {
        Path data = folder.resolve("shapes");
        new ShapesDataset(1, 64, 8, 4).write(data);
        Files.writeString(
                config,
                """
                data: %s
                format: coco
                val-split: test
                input: 64
                epochs: 2
                batch: 4
                threads: 1
                eval-every: 1
                strict: true
                optimizer: adamw
                betas: [0.8, 0.99]
                clip: 3
                accumulate: 2
                class-weights: [square=2, circle=0.5]
                top-ious: 5
                save-every: 1
                cache: disk
                cache-mb: 100
                cache-dir: %s
                output: %s
                """
                        .formatted(data, folder.resolve("kept"), output));
        CommandRun run = CommandRun.of("train", "--config", config, "--patience", 3);
        assertThat(run.code()).as(run.err()).isZero();

        assertThat(Files.readAllLines(output.resolve(ConfigFile.OF_RUN)))
                .contains("strict: \"true\"", "optimizer: \"adamw\"", "betas: \"0.8,0.99\"", "patience: \"3\"")
                .contains("cache: \"disk\"", "cache-mb: \"100\"", "cache-dir: \"" + folder.resolve("kept") + "\"")
                .contains("clip: \"3\"", "accumulate: \"2\"", "top-ious: \"5\"");
        assertThat(run.out()).contains("Image cache: in " + folder.resolve("kept") + ", at most 100 MB.");
        assertThat(folder.resolve("kept")).isDirectoryContaining("glob:**.bgr");
        Checkpoint last = Checkpoint.read(output.resolve("last.ckpt"));
        assertThat(last.optimizer().optimizer()).isEqualTo("adamw");
        assertThat(last.optimizer().steps())
                .as("one step of two batches an epoch")
                .isEqualTo(2);
        assertThat(last.card().losses().classes()).isEqualTo("class_weighted(bce, weights=[0.5, 2.0, 1.0])");
        assertThat(output.resolve("epoch_0001.ckpt")).exists();
        Files.copy(output.resolve("epoch_0001.ckpt"), output.resolve("last.ckpt"), StandardCopyOption.REPLACE_EXISTING);
        Path unbroken = Files.move(output.resolve("epoch_0002.ckpt"), folder.resolve("unbroken.ckpt"));

        CommandRun resumed = CommandRun.of("train", "--resume", output);

        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(output.resolve("epoch_0002.ckpt")).hasSameBinaryContentAs(output.resolve("last.ckpt"));
        assertThat(output.resolve("last.ckpt"))
                .as("the weights of the unbroken run")
                .hasSameBinaryContentAs(unbroken);
    }

    @Test
    void an_unknown_key_is_refused_with_the_nearest_ones() throws IOException {
        Files.writeString(config, "box_loss: ciou\n");
        assertRefused("unknown key 'box_loss'; nearest are box-loss, cls-loss, obj-loss", config.toString());
    }

    @Test
    void an_unknown_loss_is_refused_as_on_the_command_line() throws IOException {
        Files.writeString(config, "data: nowhere\nformat: voc\noutput: %s\nbox-loss: quiou\n".formatted(output));
        assertRefused("quiou", "squared_iou");
    }

    @Test
    void what_is_no_yaml_is_named_with_its_line() throws IOException {
        Files.writeString(config, "epochs: 3\n  batch: [4\n");
        assertRefused(config.toString(), "line");
    }

    @Test
    void a_missing_file_is_named() {
        assertRefused("no such configuration file: " + config);
    }

    private void assertRefused(String... parts) {
        CommandRun run = CommandRun.of("train", "--config", config);
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).startsWith("yolox4j: ").contains(parts);
        assertThat(run.err().strip().lines()).as("one line").hasSize(1);
        assertThat(output).doesNotExist();
    }
}
