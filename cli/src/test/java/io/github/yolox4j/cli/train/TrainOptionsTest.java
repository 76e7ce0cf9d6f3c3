package io.github.yolox4j.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.option.ConfigFile;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.Epochs;
import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainOptionsTest {

    @TempDir
    private Path folder;

    @Test
    void options_left_alone_come_to_the_recipe_of_the_library() throws IOException {
        TrainingPlan plan = options("").plan(new PrintWriter(new StringWriter()));

        YoloxConfig model = YoloxConfig.of(YoloxConfig.Size.NANO)
                .withClasses(plan.images().training().classes().size());
        assertThat(plan.config()).isEqualTo(TrainingConfig.of(model, new AnchorGrid(416, 416), 8, Epochs.of(300)));
        assertThat(plan.isRandom()).isTrue();
        assertThat(plan.isResumed()).isFalse();
    }

    @Test
    void a_run_is_resumed_with_what_it_began_with_at_hand() throws IOException {
        TrainingPlan plan = options("").plan(new PrintWriter(new StringWriter()));

        assertThat(plan.resumed())
                .isEqualTo(new TrainingPlan(
                        plan.config(), plan.images(), plan.weights(), plan.compute(), plan.folder(), true));
    }

    @Test
    void phases_asked_for_replace_those_of_the_recipe() throws IOException {
        TrainingPlan plan = options("epochs: 40\nwarmup-epochs: 2\n").plan(new PrintWriter(new StringWriter()));

        assertThat(plan.config().epochs())
                .isEqualTo(new Epochs(40, 2, Epochs.of(40).last()));
    }

    @Test
    void a_time_is_the_sum_of_its_parts() throws IOException {
        Map<String, Duration> times = Map.of(
                "90m", Duration.ofMinutes(90),
                "2h30m", Duration.ofMinutes(150),
                "1d", Duration.ofDays(1),
                "1d2h3m4s", Duration.ofSeconds(((24 + 2) * 60 + 3) * 60 + 4),
                "0", Duration.ZERO);
        for (Map.Entry<String, Duration> time : times.entrySet()) {
            TrainingPlan plan = options("max-time: " + time.getKey() + "\n").plan(new PrintWriter(new StringWriter()));
            assertThat(plan.config().supervision().maxTime()).isEqualTo(time.getValue());
        }
    }

    @Test
    void the_rate_grows_with_a_batch_that_the_command_chooses() throws IOException {
        StringWriter out = new StringWriter();
        TrainingPlan plan = options("batch: auto\n").plan(new PrintWriter(out, true));

        assertThat(plan.config().batch()).as("as many as there are images").isEqualTo(2);
        assertThat(plan.config().baseLearningRate()).isEqualTo(2 * 0.01 / 64);
        assertThat(out.toString()).contains("--batch auto: 2 images per step need about ");
    }

    private TrainOptions options(String further) throws IOException {
        Path data = folder.resolve("shapes");
        new ShapesDataset(1, 64, 2, 1).write(data);
        Path file = folder.resolve("options.yaml");
        String needed = "data: %s\nformat: coco\nval-split: test\noutput: %s\n".formatted(data, folder.resolve("run"));
        Files.writeString(file, needed + further);
        return TrainCommand.optionsOf(ConfigFile.read(file, TrainCommand.commandSpec()));
    }
}
