package io.github.yolox4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.export.lowering.gradient.Dialect;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.tensor.TensorType;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.loss.LossChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.LoggerFactory;

class StepCacheTest {

    private static final String KEY = "ab".repeat(32);

    @TempDir
    private Path folder;

    private final TrainingScene scene = TrainingScene.small(3, new AnchorGrid(32, 64));

    @Test
    void a_kept_step_gives_bit_for_bit_what_a_new_one_gives() throws IOException {
        Map<String, List<Float>> fresh = step(StepCache.none(), scene.weights());
        assertThat(step(StepCache.in(folder), scene.weights())).isEqualTo(fresh);
        assertThat(files()).hasSize(1);
        byte[] kept = Files.readAllBytes(files().get(0));
        FileTime before = FileTime.from(Instant.now().minusSeconds(60));
        Files.setLastModifiedTime(files().get(0), before);

        assertThat(step(StepCache.in(folder), scene.weights())).isEqualTo(fresh);
        assertThat(files()).hasSize(1);
        assertThat(Files.readAllBytes(files().get(0))).isEqualTo(kept);
        assertThat(Files.getLastModifiedTime(files().get(0))).isGreaterThan(before);
    }

    @Test
    void its_key_is_of_what_it_computes_and_not_of_the_weights() {
        LossChoice other = boxLoss("ciou");
        Weights moved = scene.weights().copy(DataType.FLOAT);
        moved.values().values().forEach(array -> array.addi(0.25));
        String key = key(LossChoice.DEFAULT, scene.weights(), scene.grid(), 2);

        assertThat(key(LossChoice.DEFAULT, moved, scene.grid(), 2)).isEqualTo(key);
        assertThat(List.of(
                        key,
                        key(other, scene.weights(), scene.grid(), 2),
                        key(LossChoice.DEFAULT, scene.weights(), new AnchorGrid(64, 64), 2),
                        key(LossChoice.DEFAULT, scene.weights(), scene.grid(), 3)))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_number_inside_a_loss_makes_another_key() {
        assertThat(key(boxLoss("focal(ciou, gamma=0.5)"), scene.weights(), scene.grid(), 2))
                .isNotEqualTo(key(boxLoss("focal(ciou, gamma=0.25)"), scene.weights(), scene.grid(), 2));
    }

    @Test
    void frozen_weights_are_part_of_a_step_and_so_it_is_not_kept() throws IOException {
        String frozen = scene.weights().names().get(0);
        step(StepCache.in(folder), scene.weights().withFrozen(List.of(frozen)));
        assertThat(files()).isEmpty();
    }

    @Test
    void what_is_here_is_not_made_again() throws IOException {
        load(folder);
        try (LoadedModel kept = StepCache.in(folder)
                .load(
                        () -> Optional.of(KEY),
                        () -> {
                            throw new AssertionError("lowered again");
                        },
                        SessionSettings.DEFAULT)) {
            assertThat(kept.outputs()).containsOnlyKeys("y");
        }
    }

    @Test
    void a_damaged_file_is_made_again_with_a_warning() throws IOException {
        load(folder);
        byte[] whole = Files.readAllBytes(files().get(0));
        Files.write(files().get(0), new byte[] {1, 2, 3});
        assertThat(warnings(() -> load(folder)))
                .singleElement()
                .asString()
                .contains(files().get(0).toString(), "is made again");
        assertThat(Files.readAllBytes(files().get(0))).isEqualTo(whole);
    }

    @Test
    void where_nothing_can_be_written_steps_are_made_anew() throws IOException {
        Path file = Files.writeString(folder.resolve("no-folder"), "");
        assertThat(warnings(() -> load(file)))
                .singleElement()
                .asString()
                .contains("is not kept for the next run", file.toString());
    }

    @Test
    void of_its_own_files_those_unused_for_longest_give_way() throws IOException {
        Instant now = Instant.now();
        for (int i = 0; i < StepCache.MOST; i++) {
            for (String name : List.of(own(i), "epoch-" + i + ".onnx")) {
                Path old = Files.writeString(folder.resolve(name), "");
                Files.setLastModifiedTime(old, FileTime.from(now.minusSeconds(1000 - i)));
            }
        }
        load(folder);
        assertThat(files())
                .hasSize(2 * StepCache.MOST)
                .doesNotContain(folder.resolve(own(0)))
                .contains(folder.resolve(own(1)), folder.resolve("epoch-0.onnx"));
    }

    private static String own(int number) {
        return String.format(Locale.ROOT, "%064x.onnx", number);
    }

    /** Loads a model of one operator. */
    private static void load(Path folder) {
        GraphBuilder onnx = new GraphBuilder();
        Value x = onnx.input("x", TensorType.floats(2));
        OnnxModel model =
                new OnnxModel(onnx.build("twice", Map.of("y", x.then(OnnxOperator.ADD, x))), "", "", Map.of());
        try {
            StepCache.in(folder)
                    .load(() -> Optional.of(KEY), () -> model, SessionSettings.DEFAULT)
                    .close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LossChoice boxLoss(String expression) {
        return LossChoice.parse(expression, "bce", "bce");
    }

    private String key(LossChoice losses, Weights weights, AnchorGrid grid, int batch) {
        return StepRequest.of(scene.task(losses), weights, grid, batch, Dialect.ONNX_RUNTIME)
                .key()
                .orElseThrow();
    }

    private Map<String, List<Float>> step(StepCache cache, Weights weights) {
        TrainingEngine.Factory engines = OnnxTrainingEngine.with(SessionSettings.DEFAULT.withThreads(1), cache);
        try (TrainingEngine engine = engines.open(scene.task(LossChoice.DEFAULT), weights, scene.grid(), 2)) {
            StepGradients found = engine.step(scene.images(), scene.objects(), 1);
            Map<String, List<Float>> numbers = new LinkedHashMap<>();
            Stream.of(found.gradients(), found.statistics())
                    .forEach(arrays -> arrays.forEach((name, array) -> {
                        float[] values = array.dup('c').data().asFloat();
                        List<Float> boxed = new ArrayList<>();
                        for (float value : values) {
                            boxed.add(value);
                        }
                        numbers.put(name, boxed);
                    }));
            return numbers;
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    private static List<String> warnings(Runnable action) {
        Logger logger = (Logger) LoggerFactory.getLogger(StepCache.class);
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        logger.addAppender(heard);
        try {
            action.run();
        } finally {
            logger.detachAppender(heard);
        }
        return heard.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
