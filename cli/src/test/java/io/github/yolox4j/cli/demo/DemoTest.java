package io.github.yolox4j.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, cut short. */
class DemoTest {

    @TempDir
    private Path folder;

    @Test
    void leaves_a_report_and_says_so() throws IOException {
        Path output = folder.resolve("demo");
        CommandRun run = CommandRun.of("demo", "--output", output, "--epochs", 1);

        assertThat(run.code()).as(run.err()).isZero();
        Path report = output.resolve("report.html");
        assertThat(run.out()).contains("Report       " + report);
        assertThat(Files.readString(report))
                .contains("Best weights after epoch 1", "100 images of the split 'test'", "triangle", "<img ");
        assertThat(new ObjectMapper()
                        .readTree(output.resolve("summary.json").toFile())
                        .get("report")
                        .textValue())
                .isEqualTo(report.toString());
    }
}
