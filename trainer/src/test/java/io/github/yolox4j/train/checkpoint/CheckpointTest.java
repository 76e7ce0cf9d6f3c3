package io.github.yolox4j.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.optim.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class CheckpointTest {

    private static final ModelCard CARD =
            new ModelCard("small", 0.33, 0.125, true, List.of("cat", "dog"), 64, 96, "squared_iou", "bce", "bce");

    @TempDir
    private Path folder;

    @Test
    void everything_comes_back_as_it_was_written() throws IOException {
        Checkpoint written = checkpoint();
        Path file = folder.resolve("run.ckpt");
        written.write(file);

        Checkpoint read = Checkpoint.read(file);

        assertThat(read.card()).isEqualTo(CARD);
        assertThat(read.progress()).isEqualTo(new Progress(3, 75, 75, 0.25));
        for (String name : written.weights().names()) {
            assertThat(read.weights().value(name))
                    .as(name)
                    .isEqualTo(written.weights().value(name));
            assertThat(read.average().value(name))
                    .as(name)
                    .isEqualTo(written.average().value(name));
        }
        assertThat(read.velocity()).isEqualTo(written.velocity());
    }

    @Test
    void writing_leaves_no_other_file() throws IOException {
        checkpoint().write(folder.resolve("run.ckpt"));
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("run.ckpt"));
        }
    }

    @Test
    void a_file_cut_in_half_is_refused_by_name() throws IOException {
        Path file = folder.resolve("run.ckpt");
        checkpoint().write(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + ": not a checkpoint, or cut off")
                .hasMessageNotContaining("\n");
    }

    @Test
    void a_file_of_another_kind_is_refused_by_name() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "no checkpoint");
        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + ": not a checkpoint");
        Path missing = folder.resolve("missing.ckpt");
        assertThatThrownBy(() -> Checkpoint.read(missing))
                .isInstanceOf(IOException.class)
                .hasMessage("no such checkpoint: " + missing);
    }

    private static Checkpoint checkpoint() {
        Weights weights = new Yolox(CARD.config()).initialise(DataType.FLOAT, 1);
        Weights average = new Yolox(CARD.config()).initialise(DataType.FLOAT, 2);
        Sgd optimizer = new Sgd(weights, 0.9, 5e-4);
        return new Checkpoint(CARD, new Progress(3, 75, 75, 0.25), weights, average, optimizer.velocity());
    }
}
