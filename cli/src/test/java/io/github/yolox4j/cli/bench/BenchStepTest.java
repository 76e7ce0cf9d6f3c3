package io.github.yolox4j.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.cli.CommandRun;
import io.github.yolox4j.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchStepTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"onednn", "onnxruntime", "samediff"})
    void a_step_of_either_engine_is_timed(String engine) throws IOException {
        Path json = folder.resolve(engine + ".json");
        CommandRun run = CommandRun.of(
                "bench",
                "step",
                "--size",
                "nano",
                "--input",
                64,
                "--batch",
                1,
                "--engine",
                engine,
                "--threads",
                1,
                "--warmup",
                1,
                "--steps",
                3,
                "--json",
                json);

        assertThat(run.code()).as(run.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertThat(result.get("engine").asText()).isEqualTo(engine);
        assertThat(result.get("device").asText()).isEqualTo("cpu");
        assertThat(result.get("threads").asInt()).isEqualTo(1);
        assertThat(result.get("parameters").asLong()).isBetween(900_000L, 920_000L);
        assertThat(result.get("best_ms").asDouble()).isPositive();
        assertThat(result.get("median_ms").asDouble())
                .isBetween(
                        result.get("best_ms").asDouble(), result.get("p95_ms").asDouble());
    }

    @Test
    void an_unknown_engine_is_refused_with_the_valid_names() {
        CommandRun run = CommandRun.of("bench", "step", "--engine", "torch");

        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains("unknown engine 'torch'; valid are auto, onednn, onnxruntime, samediff");
    }

    @Test
    void times_are_told_by_rank() {
        StepTimes times = StepTimes.ofNanos(
                LongStream.rangeClosed(1, 100).map(i -> (101 - i) * 1_000_000).toArray());

        assertThat(times).isEqualTo(new StepTimes(1, 50, 95));
    }
}
