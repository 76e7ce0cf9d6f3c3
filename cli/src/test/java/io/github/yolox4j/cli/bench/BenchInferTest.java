package io.github.yolox4j.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.cli.CommandRun;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchInferTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"onnxruntime, 1", "onnxruntime, 2", "opencv, 1", "opencv, 2"})
    void phases_are_timed_apart(String engine, int batch) throws IOException {
        Path json = folder.resolve("infer.json");
        CommandRun run = CommandRun.of(
                "bench",
                "infer",
                "--input",
                "64x96",
                "--batch",
                batch,
                "--engine",
                engine,
                "--threads",
                1,
                "--warmup",
                1,
                "--runs",
                3,
                "--json",
                json);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("nano at 64 x 96, batch " + batch, "preprocessing", "network", "postprocessing");
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertThat(result.get("engine").asText()).isEqualTo(engine);
        assertThat(result.get("device").asText()).isEqualTo("cpu");
        assertThat(result.get("threads").asInt()).isEqualTo(1);
        assertThat(result.get("batch").asInt()).isEqualTo(batch);
        assertThat(result.get("parameters").asLong()).isBetween(900_000L, 920_000L);
        assertThat(result.at("/network/best_ms").asDouble())
                .isPositive()
                .isLessThan(result.get("best_ms").asDouble());
        assertThat(result.get("median_ms").asDouble())
                .isBetween(
                        result.get("best_ms").asDouble(), result.get("p95_ms").asDouble());
    }

    @Test
    void an_exported_file_is_timed_as_it_is() throws IOException {
        Path onnx = folder.resolve("nano.onnx");
        BenchedFile.random(YoloxConfig.of(YoloxConfig.Size.NANO), new AnchorGrid(64, 64), 2, onnx);

        CommandRun run = CommandRun.of("bench", "infer", "--file", onnx, "--batch", 2, "--warmup", 0, "--runs", 2);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).startsWith(onnx + " at 64 x 64, batch 2, onnxruntime on cpu");

        CommandRun refused = CommandRun.of("bench", "infer", "--file", onnx, "--batch", 3);
        assertThat(refused.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(refused.err()).contains("takes 2 images a run, not 3");
    }

    @Test
    void opencv_does_not_compute_on_other_devices() {
        CommandRun run = CommandRun.of("bench", "infer", "--engine", "opencv", "--device", "cuda");

        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains("engine opencv runs on the CPU only");
    }
}
