package io.github.yolox4j.cli.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.CommandRun;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.StateDict;
import io.github.yolox4j.model.weights.file.Safetensors;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** Weights of YOLOX before 0.2 go from file to file without being taken for others. */
class LegacyWeightsTest {

    @TempDir
    private Path folder;

    private Path weights;
    private Path data;

    @BeforeEach
    void write() throws IOException {
        data = folder.resolve("shapes");
        new ShapesDataset(1, 64, 8, 4).write(data);
        YoloxConfig config = new YoloxConfig("small", 1 / 3.0, 0.125, true, 3);
        weights = folder.resolve("old.safetensors");
        Safetensors.write(weights, StateDict.of("", new Yolox(config).initialise(DataType.FLOAT, 1)));
    }

    @Test
    void a_converted_file_says_that_it_is_legacy() throws IOException {
        Path converted = folder.resolve("converted.safetensors");
        succeed("weights", "convert", "--legacy", weights, converted);

        assertThat(WeightsFile.open(weights).config().legacy()).isFalse();
        assertThat(WeightsFile.open(converted).config().legacy()).isTrue();
        assertThat(found(converted)).isEqualTo(found(weights, "--legacy")).isNotEqualTo(found(weights));
    }

    /** The proof of {@code export} compares ONNX Runtime with SameDiff. */
    @Test
    void an_exported_file_normalises_images_itself_and_says_so() throws IOException {
        Path onnx = folder.resolve("legacy.onnx");
        CommandRun export = succeed("export", "--weights", weights, "--legacy", "--images", images(), "--output", onnx);
        assertThat(export.out()).contains("yolox4j verify onnx " + onnx + " --against " + weights + " --legacy");
        assertThat(WeightsFile.open(onnx).config().legacy()).isTrue();

        succeed("verify", "onnx", onnx, "--against", weights, "--legacy", "--images", images());
        CommandRun other = CommandRun.of("verify", "onnx", onnx, "--against", weights, "--images", images());
        assertThat(other.code()).isEqualTo(ExitCode.CHECK_FAILED);
    }

    @Test
    void training_goes_on_with_normalised_images_and_its_checkpoint_says_so() throws IOException {
        Path run = folder.resolve("run");
        succeed(
                "train",
                "--data",
                data,
                "--format",
                "coco",
                "--val-split",
                "test",
                "--weights",
                weights,
                "--legacy",
                "--input",
                64,
                "--epochs",
                1,
                "--batch",
                4,
                "--lr",
                "1e-9",
                "--output",
                run);

        assertThat(Checkpoint.read(run.resolve("last.ckpt")).card().config().legacy())
                .isTrue();
        assertThat(WeightsFile.open(run.resolve("last.ckpt")).config().legacy()).isTrue();
    }

    @Test
    void where_it_cannot_be_so_the_option_is_refused() throws IOException {
        assertRefused(
                CommandRun.of(
                        "train",
                        "--data",
                        data,
                        "--format",
                        "coco",
                        "--val-split",
                        "test",
                        "--legacy",
                        "--output",
                        folder.resolve("run")),
                "--legacy: it says what --weights are, and there are none");
        Path onnx = folder.resolve("plain.onnx");
        succeed("export", "--weights", weights, "--input", 64, "--output", onnx);
        assertRefused(
                CommandRun.of("predict", "--weights", onnx, "--legacy", images()),
                "--legacy: " + onnx + " says itself how it takes images");
    }

    private static void assertRefused(CommandRun run, String message) {
        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains(message);
    }

    private static CommandRun succeed(Object... words) {
        CommandRun run = CommandRun.of(words);
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        return run;
    }

    /** Detections as JSON, of whatever score. */
    private String found(Path file, Object... options) throws IOException {
        Path json = folder.resolve("found.json");
        succeed(Stream.concat(
                        Stream.of("predict", "--weights", file, "--input", 64, "--conf", 0, "--json", json, images()),
                        Stream.of(options))
                .toArray());
        return Files.readString(json);
    }

    private Path images() {
        return data.resolve("images").resolve("test");
    }
}
