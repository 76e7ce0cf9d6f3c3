package io.github.yolox4j.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.yolox4j.cli.CommandRun;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.ort.Device;
import io.github.yolox4j.ort.InstalledRuntime;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands say about devices that are not there. */
class DeviceOptionsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"train", "demo", "bench step"})
    void training_on_a_gpu_without_one_ends_with_one_sentence(String command) throws IOException {
        assumeThat(InstalledRuntime.hasProvider(Device.Kind.CUDA))
                .as("this ONNX Runtime has a CUDA provider, and may find a GPU")
                .isFalse();
        Path output = folder.resolve("out");
        List<Object> words = new ArrayList<>(Arrays.asList(command.split(" ")));
        words.addAll(List.of("--device", "cuda:1"));
        if (command.equals("train")) {
            Path data = folder.resolve("shapes");
            new ShapesDataset(1, 64, 2, 2).write(data);
            words.addAll(List.of("--data", data, "--format", "coco", "--val-split", "test"));
        }
        if (!command.startsWith("bench")) {
            words.addAll(List.of("--output", output));
        }

        assertRefused(CommandRun.of(words.toArray()), "device cuda:1 needs ONNX Runtime's CUDA provider");
        assertThat(output).doesNotExist();
    }

    @Test
    void an_unknown_device_is_refused_with_the_valid_forms() {
        assertRefused(CommandRun.of("demo", "--device", "gpu"), "expected cpu, cuda or cuda:N, got 'gpu'");
    }

    @Test
    void tf32_on_the_cpu_is_refused() {
        assertRefused(CommandRun.of("bench", "step", "--tf32"), "TF32 is for cuda devices, the device is cpu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--device=cuda", "--deterministic"})
    void settings_of_onnx_runtime_are_not_for_the_other_engine(String option) {
        assertRefused(
                CommandRun.of("bench", "step", "--engine", "samediff", option),
                "--device, --tf32 and --deterministic are for the onnxruntime engine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--device=cuda", "--deterministic"})
    void nor_are_they_when_the_other_engine_detects(String option) {
        Path file = folder.resolve("model.ckpt");
        assertRefused(
                CommandRun.of("predict", "--weights", file, "--engine", "samediff", option, folder),
                "--device, --tf32 and --deterministic are for the onnxruntime engine");
    }

    private static void assertRefused(CommandRun run, String sentence) {
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).startsWith("yolox4j: " + sentence);
        assertThat(run.err().strip().lines()).as("one line").hasSize(1);
    }
}
