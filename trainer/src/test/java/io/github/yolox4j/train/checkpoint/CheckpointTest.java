package io.github.yolox4j.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.optim.Sgd;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

class CheckpointTest {

    private static final ModelCard CARD = new ModelCard(
            "small",
            "csp_pan",
            0.33,
            0.125,
            true,
            List.of("cat", "dog"),
            64,
            96,
            "squared_iou",
            "bce",
            "bce",
            "positives");

    @TempDir
    private Path folder;

    @Test
    void everything_comes_back_as_it_was_written() throws IOException {
        Checkpoint written = checkpoint();
        Path file = folder.resolve("run.ckpt");
        written.write(file);

        Checkpoint read = Checkpoint.read(file);

        assertThat(read.card()).isEqualTo(CARD);
        assertThat(read.progress()).isEqualTo(new Progress(3, 75, 75, 0.5, 0.25));
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

    @ParameterizedTest
    @EnumSource(YoloxConfig.Size.class)
    void a_card_describes_its_network(YoloxConfig.Size size) {
        YoloxConfig config = YoloxConfig.of(size).withClasses(2);
        ModelCard card = ModelCard.of(
                config, List.of("cat", "dog"), new AnchorGrid(64, 96), LossChoice.parse("ciou", "bce", "focal"));

        assertThat(card.config()).isEqualTo(config);
        assertThat(card.grid()).isEqualTo(new AnchorGrid(64, 96));
        assertThat(card.boxLoss()).isEqualTo("ciou");
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"format\": 2}                                       | checkpoint format 1 is needed, it says 2",
                "{\"format\": 1}                                       | 'model' must be an object, is missing",
                "{\"format\": 1, \"model\": {\"size\": \"small\"}}     | 'architecture'",
                "{\"format\": 1,                                      | Unexpected end-of-input",
            })
    void a_header_that_lacks_something_is_refused_by_file_and_key(String header, String reason) throws IOException {
        Path file = folder.resolve("run.ckpt");
        checkpoint().write(file);
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Files.writeString(zip.getPath("checkpoint.json"), header);
        }
        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n");
    }

    @Test
    void an_entry_that_unpacks_to_more_than_the_file_is_refused() throws IOException {
        Path file = folder.resolve("run.ckpt");
        checkpoint().write(file);
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Files.write(zip.getPath("velocity.safetensors"), new byte[1 << 24]);
        }
        assertThat(Files.size(file)).isLessThan(1 << 24);
        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + "/velocity.safetensors: more bytes than the");
    }

    private static Checkpoint checkpoint() {
        Weights weights = new Yolox(CARD.config()).initialise(DataType.FLOAT, 1);
        Weights average = new Yolox(CARD.config()).initialise(DataType.FLOAT, 2);
        Sgd optimizer = new Sgd(weights, 0.9, 5e-4);
        return new Checkpoint(CARD, new Progress(3, 75, 75, 0.5, 0.25), weights, average, optimizer.velocity());
    }
}
