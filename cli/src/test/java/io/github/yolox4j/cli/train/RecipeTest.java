package io.github.yolox4j.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.CommandRun;
import io.github.yolox4j.cli.option.ConfigFile;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run says of its recipe, and goes on with. */
class RecipeTest {

    @TempDir
    private Path folder;

    private Path run;

    @BeforeEach
    void draw() throws IOException {
        new ShapesDataset(2, 64, 7, 2).write(folder.resolve("shapes"));
        run = folder.resolve("run");
    }

    @Test
    void what_the_command_decides_is_said_and_kept() throws IOException {
        CommandRun trained = train(1, "--batch", "auto", "--balance", "--flip-vertical-prob", 0.5, "--max-time", "1d");

        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.out())
                .containsPattern("--batch auto: 6 images per step need about \\d+ MB of the \\d+ MB that may be used")
                .contains("1 epochs of 1 steps, 6 images per step")
                .contains("flip 0.5, vertical flip 0.5.")
                .contains("Balanced sampling draws images of rare classes more often:")
                .containsPattern("class (circle|square|triangle): in \\d+\\.\\d % of images, drawn in \\d+\\.\\d %");
        List<String> kept = Files.readAllLines(run.resolve(ConfigFile.OF_RUN));
        assertThat(kept)
                .contains("batch: \"6\"", "balance: \"true\"", "flip-vertical-prob: \"0.5\"", "max-time: \"1d\"");

        CommandRun resumed = CommandRun.of("train", "--resume", run, "--epochs", 2);
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.out()).contains("6 images per step", "Balanced sampling", "vertical flip 0.5");
        assertThat(Checkpoint.read(run.resolve("last.ckpt")).progress().epoch()).isEqualTo(2);
    }

    @Test
    void a_run_without_time_ends_after_an_epoch_with_all_it_leaves_behind_and_can_be_resumed() throws IOException {
        CommandRun trained = train(300, "--batch", 2, "--max-time", "1s");

        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.out())
                .containsPattern("Done after \\d+ epochs, as another would not end within --max-time 1 s, in ")
                .contains("Resume with: yolox4j train --resume " + run)
                .contains("Best after epoch ", "Report: " + run.resolve("report.html"));
        assertThat(run).isDirectoryContaining("glob:**report.html").isDirectoryContaining("glob:**best.ckpt");

        CommandRun resumed = CommandRun.of("train", "--resume", run, "--max-time", 0, "--epochs", 20);
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.out()).contains("Done in ").doesNotContain("Resume with");
        assertThat(Checkpoint.read(run.resolve("last.ckpt")).progress().epoch()).isEqualTo(20);
    }

    private CommandRun train(int epochs, Object... more) {
        String options = "--format coco --val-split test --size nano --input 64 --threads 1 --epochs " + epochs;
        return CommandRun.of(Stream.of(
                        Stream.of("train", "--data", folder.resolve("shapes"), "--output", run),
                        Stream.of(options.split(" ")),
                        Stream.of(more))
                .flatMap(part -> part)
                .toArray());
    }
}
