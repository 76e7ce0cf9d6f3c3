package io.github.yolox4j.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationTest {

    @Test
    void table_curves_and_plot_are_written(@TempDir Path folder) throws IOException, InterruptedException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        Simulation.simulate(
                SimulationOptions.parse(List.of(
                        "--centres",
                        "2",
                        "--threads",
                        "1",
                        "--output",
                        folder.toString(),
                        "author:diou",
                        "author:ciou")),
                new PrintStream(printed, true, StandardCharsets.UTF_8));

        String table = Files.readString(folder.resolve("table.md"));
        assertThat(table.lines()).hasSize(4).anyMatch(line -> line.startsWith("| author | diou | "));
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("686 cases", table);
        assertThat(Files.readAllLines(folder.resolve("curves.csv")))
                .hasSize(1 + 1 + Descent.ITERATIONS)
                .startsWith("iteration,\"author:diou\",\"author:ciou\"");
        assertThat(ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(folder.resolve("simulation.png"))))
                        .getWidth())
                .isEqualTo(1000);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "ciou          | a run is author:LOSS or autodiff:LOSS, got 'ciou'",
                "author:eiou   | the authors wrote no gradient for 'eiou', only for [iou, giou, diou, ciou]",
                "--centres 0   | --centres needs a number from 1 to 999999, got '0'",
                "--centres     | '--centres' is unknown or lacks its value",
                "--center 5    | unknown option '--center'",
            })
    void a_wrong_argument_is_one_clear_line(String arguments, String message) {
        assertThatThrownBy(() -> SimulationOptions.parse(List.of(arguments.split(" "))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void an_unknown_loss_is_refused_with_the_valid_ones() {
        assertThatThrownBy(() -> SimulationOptions.parse(List.of("autodiff:dious")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dious")
                .hasMessageContaining("diou, ciou");
    }
}
