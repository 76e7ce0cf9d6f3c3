package io.github.yolox4j.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.StateDict;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.model.weights.file.Safetensors;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.optim.AdamW;
import io.github.yolox4j.train.optim.Sgd;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CheckpointTest {

    private static final ModelCard CARD = ModelCard.of(
            YoloxTask.of(new YoloxConfig("small", 0.33, 0.125, true, 2)),
            List.of("cat", "dog"),
            new AnchorGrid(64, 96));

    @TempDir
    private Path folder;

    @Test
    void everything_comes_back_as_it_was_written() throws IOException {
        Checkpoint written = checkpoint();
        Path file = folder.resolve("run.ckpt");
        written.write(file);

        Checkpoint read = Checkpoint.read(file);

        assertThat(read.card()).isEqualTo(CARD);
        assertThat(read.progress()).isEqualTo(new Progress(3, 75, 75, 0.5, 0.25, 2));
        for (String name : written.weights().names()) {
            assertThat(read.weights().value(name))
                    .as(name)
                    .isEqualTo(written.weights().value(name));
            assertThat(read.average().value(name))
                    .as(name)
                    .isEqualTo(written.average().value(name));
        }
        assertThat(read.optimizer()).isEqualTo(written.optimizer());

        Checkpoint.Trained trained = Checkpoint.readTrained(file);
        assertThat(trained.card()).isEqualTo(CARD);
        assertThat(trained.progress()).isEqualTo(read.progress());
        StateDict average = StateDict.of(file.toString(), written.average());
        assertThat(trained.average().source()).isEqualTo(average.source());
        assertThat(trained.average().names()).isEqualTo(average.names());
        assertThat(trained.average().tensors()).isEqualTo(average.tensors());
    }

    @Test
    void all_that_adamw_remembers_comes_back() throws IOException {
        Weights weights = new Yolox(CARD.config()).initialise(DataType.FLOAT, 1);
        AdamW adam = AdamW.Settings.DEFAULT.over(weights);
        for (int step = 0; step < 2; step++) {
            adam.step(
                    weights.specs().stream()
                            .filter(weights::isTrained)
                            .collect(Collectors.toMap(
                                    spec -> spec.name(), spec -> Nd4j.ones(DataType.FLOAT, spec.graphShape()))),
                    0.01);
        }
        Path file = folder.resolve("adam.ckpt");
        new Checkpoint(CARD, Progress.START, weights, weights, adam.state()).write(file);

        Checkpoint read = Checkpoint.read(file);

        assertThat(read.optimizer()).isEqualTo(adam.state());
        AdamW other = AdamW.Settings.DEFAULT.over(read.weights());
        other.restore(read.optimizer());
        assertThat(other.state().steps()).isEqualTo(2);
        assertThat(other.state()).isEqualTo(adam.state());
    }

    @Test
    void a_file_of_the_first_format_is_still_read() throws IOException {
        Checkpoint written = checkpoint();
        Path file = folder.resolve("old.ckpt");
        written.write(file);
        try (FileSystem zip = FileSystems.newFileSystem(file, Map.of("noCompression", true))) {
            Path header = zip.getPath("checkpoint.json");
            ObjectNode json = (ObjectNode) new ObjectMapper().readTree(Files.readString(header));
            assertThat(json.get("progress").fieldNames())
                    .toIterable()
                    .as("names that files of earlier versions have too")
                    .containsExactly("epoch", "iteration", "averageUpdates", "missedMean", "bestAp", "bestEpoch");
            json.put("format", 1).remove("optimizer");
            ((ObjectNode) json.get("progress")).remove("bestEpoch");
            Files.writeString(header, json.toString());
            Map<String, INDArray> velocity = new TreeMap<>();
            written.optimizer()
                    .arrays()
                    .forEach((name, array) -> velocity.put(name.substring("velocity.".length()), array));
            try (OutputStream out = Files.newOutputStream(zip.getPath("velocity.safetensors"))) {
                Safetensors.write(out, velocity);
            }
            Files.delete(zip.getPath("optimizer.safetensors"));
        }

        Checkpoint read = Checkpoint.read(file);

        assertThat(read.optimizer().optimizer()).isEqualTo("sgd");
        assertThat(read.optimizer().arrays()).isEqualTo(written.optimizer().arrays());
        assertThat(read.progress()).isEqualTo(new Progress(3, 75, 75, 0.5, 0.25, 3));
    }

    @ParameterizedTest
    @EnumSource(YoloxConfig.Size.class)
    void a_card_describes_its_network(YoloxConfig.Size size) {
        YoloxConfig config = YoloxConfig.of(size).withClasses(2);
        ModelCard card = ModelCard.of(
                YoloxTask.of(config).withLosses(LossChoice.parse("ciou", "bce", "focal")),
                List.of("cat", "dog"),
                new AnchorGrid(64, 96));

        assertThat(card.config()).isEqualTo(config);
        assertThat(card.input()).isEqualTo(new AnchorGrid(64, 96));
        assertThat(card.losses().box()).isEqualTo("ciou");
    }

    @Test
    void a_card_keeps_that_its_network_normalises_images() throws IOException {
        YoloxConfig config = CARD.config().withLegacy(true);
        ModelCard card = new ModelCard(config, CARD.classes(), CARD.input(), CARD.losses());
        Checkpoint plain = checkpoint();
        Path file = folder.resolve("legacy.ckpt");
        new Checkpoint(card, plain.progress(), plain.weights(), plain.average(), plain.optimizer()).write(file);

        assertThat(Checkpoint.read(file).card()).isEqualTo(card);
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
                .hasMessageContaining(file + ": not a checkpoint, or truncated")
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
                "{\"format\": 3}                                       | checkpoint format 1 or 2 is needed, it says 3",
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
            Files.write(zip.getPath("optimizer.safetensors"), new byte[1 << 24]);
        }
        assertThat(Files.size(file)).isLessThan(1 << 24);
        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + "/optimizer.safetensors: more bytes than the");
    }

    private static Checkpoint checkpoint() {
        Weights weights = new Yolox(CARD.config()).initialise(DataType.FLOAT, 1);
        Weights average = new Yolox(CARD.config()).initialise(DataType.FLOAT, 2);
        Sgd optimizer = new Sgd(weights, 0.9, 5e-4);
        return new Checkpoint(CARD, new Progress(3, 75, 75, 0.5, 0.25, 2), weights, average, optimizer.state());
    }
}
