package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportStepTest {

    @TempDir
    private Path folder;

    @Test
    void a_training_step_is_written_as_a_file_that_onnx_runtime_accepts() throws IOException {
        Path file = folder.resolve("step.onnx");
        CommandRun run = CommandRun.of(
                "export-step",
                file,
                "--class-count",
                3,
                "--input",
                "64x96",
                "--batch",
                2,
                "--box-loss",
                "wise_v3(ciou)");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("a training step of nano at 64 x 96, batch 2");
        try (LoadedModel step = LoadedModel.open(file, SessionSettings.DEFAULT.withThreads(1))) {
            assertThat(step.inputs()).containsKeys("images", "objects.boxes", "head.obj_preds.0.bias");
            assertThat(step.inputs().get("images").getShape()).containsExactly(2, 3, 64, 96);
            assertThat(step.outputs()).containsKeys("loss.total", "head.obj_preds.0.bias-grad");
        }
    }

    @Test
    void a_step_without_images_is_refused() {
        CommandRun run = CommandRun.of("export-step", folder.resolve("step.onnx"), "--batch", 0);

        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains("at least one image, got --batch 0");
        assertThat(Files.exists(folder.resolve("step.onnx"))).isFalse();
    }
}
