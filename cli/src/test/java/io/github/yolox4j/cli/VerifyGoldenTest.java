package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.testkit.GoldenFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of a network in single and a loss in double precision. */
class VerifyGoldenTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void write_a_folder() throws IOException {
        shipped("model/forward_nano_64x64.npz", "nano.npz");
        shipped("head/one_class.npz", "head.npz");
        Files.writeString(
                folder.resolve("manifest.json"),
                """
                {"format": 1, "cases": [
                  {"name": "nano", "kind": "model_forward", "file": "nano.npz", "size": "nano", "classes": 80,
                   "weights": {"kind": "splitmix64", "seed": 20261121}},
                  {"name": "head", "kind": "head_loss", "file": "head.npz", "classes": 1, "side": 96,
                   "counts": [4, 2], "use_l1": false}]}
                """);
    }

    private void shipped(String resource, String name) throws IOException {
        try (InputStream in = GoldenFolder.class.getResourceAsStream("/golden/detector/" + resource)) {
            Files.copy(in, folder.resolve(name));
        }
    }

    @Test
    void same_diff_computes_it_unless_told_otherwise() {
        CommandRun run = CommandRun.of("verify", "golden", folder);

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("2 cases, 2 passed").doesNotContain("onnxruntime");
    }

    @Test
    void onnx_runtime_computes_it_but_for_double_precision_and_the_report_says_so() throws IOException {
        Path json = folder.resolve("report.json");
        CommandRun run = CommandRun.of("verify", "golden", folder, "--engine", "onnxruntime", "--json", json);

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.startsWith("passed") && line.endsWith("; by onnxruntime"))
                .anyMatch(line -> line.startsWith("passed") && line.endsWith("; left to samediff: double precision"));
        assertThat(Files.readString(json)).contains("\"by onnxruntime\"", "\"left to samediff: double precision\"");
    }

    @Test
    void an_engine_that_does_not_exist_is_refused() {
        CommandRun run = CommandRun.of("verify", "golden", folder, "--engine", "torch");

        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains("unknown engine 'torch'; valid are samediff, onnxruntime, onednn");
    }
}
