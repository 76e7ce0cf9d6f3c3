package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.StateDict;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.model.weights.file.Safetensors;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Training that starts from the weights of a file. */
class FineTuningTest {

    private static final String STEM = "backbone.backbone.stem.conv.conv.weight";
    private static final String CLASS_PREDICTION = "head.cls_preds.0.weight";

    @TempDir
    private Path folder;

    private Weights first;
    private Path data;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        data = folder.resolve("shapes");
        new ShapesDataset(1, 64, 8, 4).write(data);
        file = folder.resolve("five-classes.safetensors");
        first = new Yolox(new YoloxConfig("own", 1 / 3.0, 0.125, true, 5)).initialise(DataType.FLOAT, 3);
        Safetensors.write(file, StateDict.of(file.toString(), first));
    }

    @Test
    void all_but_the_class_predictions_start_from_the_file() throws IOException {
        Path output = folder.resolve("run");

        CommandRun run = train(output, "--lr", "1e-9");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("it has 5 classes, so these start from random values: " + CLASS_PREDICTION);
        Weights last = Checkpoint.read(output.resolve("last.ckpt")).weights();
        assertThat(last.value(STEM).distance2(first.value(STEM))).isLessThan(1e-4);
        assertThat(last.reference(CLASS_PREDICTION).size(0)).isEqualTo(3);
    }

    /** The dataset's classes are circle, square, triangle. */
    @Test
    void class_predictions_of_the_same_name_start_from_the_file() throws IOException {
        Safetensors.write(
                file,
                StateDict.of(file.toString(), first),
                Map.of("names", "{0: 'star', 1: 'triangle', 2: 'ring', 3: 'circle', 4: 'cross'}"));
        Path output = folder.resolve("run");

        CommandRun run = train(output, "--lr", "1e-9");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("class layers: 2 of 3 classes taken from the weights by name (circle, triangle); the others"
                        + " start from random values");
        Weights last = Checkpoint.read(output.resolve("last.ckpt")).weights();
        for (String name : List.of(CLASS_PREDICTION, "head.cls_preds.2.weight")) {
            INDArray rows = last.reference(name);
            INDArray ofFile = first.reference(name);
            assertThat(rows.slice(0).distance2(ofFile.slice(3))).as("circle").isLessThan(1e-6);
            assertThat(rows.slice(2).distance2(ofFile.slice(1))).as("triangle").isLessThan(1e-6);
            for (int i = 0; i < 5; i++) {
                assertThat(rows.slice(1).distance2(ofFile.slice(i)))
                        .as("square")
                        .isGreaterThan(0.1);
            }
        }
    }

    @Test
    void a_size_that_the_file_does_not_have_is_refused_with_the_shapes() {
        CommandRun run = train(folder.resolve("other"), "--size", "nano");

        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains(file.toString(), STEM, "[16, 12, 3, 3]", "[8, 12, 3, 3]");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    private CommandRun train(Path output, Object... more) {
        Stream<Object> options = Stream.of(
                "train", "--data", data, "--format", "coco", "--val-split", "test", "--weights", file, "--input", 64);
        Stream<Object> run = Stream.of("--epochs", 1, "--batch", 4, "--output", output);
        return CommandRun.of(
                Stream.of(options, run, Stream.of(more)).flatMap(words -> words).toArray());
    }
}
