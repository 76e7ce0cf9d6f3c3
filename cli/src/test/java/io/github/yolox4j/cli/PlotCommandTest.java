package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotCommandTest {

    @TempDir
    private Path folder;

    @Test
    void two_runs_share_a_chart_for_each_column() throws IOException {
        Path output = folder.resolve("curves.png");

        CommandRun run = CommandRun.of(
                "plot",
                run("first", "0,3.5,", "1,3.0,0.25"),
                run("second", "0,2.5,0.5", "1,2.0,0.75"),
                "--columns",
                "loss,AP",
                "--output",
                output);

        assertThat(run.code()).as(run.err()).isZero();
        BufferedImage alone = ImageIO.read(plotOf("first").toFile());
        BufferedImage both = ImageIO.read(output.toFile());
        assertThat(both.getWidth()).isEqualTo(2 * alone.getWidth());
        assertThat(both.getHeight()).isEqualTo(alone.getHeight());
        assertThat(coloursOf(both)).isGreaterThan(coloursOf(alone));
    }

    @Test
    void a_folder_without_a_run_a_wrong_column_and_a_damaged_line_are_named() throws IOException {
        Path output = folder.resolve("none.png");

        CommandRun missing = CommandRun.of("plot", folder, "--output", output);
        CommandRun column = CommandRun.of("plot", run("a", "0,1,1"), "--columns", "ap", "--output", output);
        CommandRun damaged = CommandRun.of("plot", run("b", "0,1,1", "1,2"), "--output", output);
        CommandRun text = CommandRun.of("plot", run("c", "0,many,1"), "--output", output);

        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains(folder + " does not contain a training run");
        assertThat(column.err()).contains("run a has no column 'ap'; it has epoch, loss, AP");
        assertThat(damaged.err()).contains("metrics.csv, line 3: expected as many values as in the header, got 2");
        assertThat(text.err()).contains("run c, epoch 0: loss must be a number, is 'many'");
        assertThat(output).doesNotExist();
    }

    private Path plotOf(String run) {
        Path output = folder.resolve(run + ".png");
        CommandRun.of("plot", folder.resolve(run), "--columns", "loss", "--output", output);
        return output;
    }

    private Path run(String name, String... epochs) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.writeString(run.resolve("metrics.csv"), "epoch,loss,AP\n" + String.join("\n", epochs) + "\n");
        return run;
    }

    private static long coloursOf(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .distinct()
                .count();
    }
}
