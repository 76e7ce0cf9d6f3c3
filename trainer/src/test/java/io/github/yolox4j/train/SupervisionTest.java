package io.github.yolox4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.data.batch.UnreadableImages;
import io.github.yolox4j.train.data.format.DatasetFormat;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisionTest {

    @TempDir
    private Path folder;

    private Dataset training;
    private Dataset test;

    @BeforeEach
    void draw() throws IOException {
        new ShapesDataset(1, 64, 8, 4).write(folder);
        training = DatasetFormat.COCO.read(folder, ShapesDataset.TRAIN);
        test = DatasetFormat.COCO.read(folder, ShapesDataset.TEST);
    }

    @Test
    void without_a_better_ap_a_run_ends_after_its_patience_and_resuming_it_changes_nothing() throws IOException {
        TrainingConfig config = config(10)
                .withOptimisation(Optimisation.DEFAULT.withLearningRatePerImage(1e-12))
                .withSupervision(Supervision.DEFAULT.withEvaluateEvery(1).withPatience(2));
        Path output = folder.resolve("patient");
        List<Boolean> best = new ArrayList<>();
        TrainingResult result = new Trainer(
                        config, TrainingSetup.of(training, test, output).withListener(new TrainingListener() {
                            @Override
                            public void onEvaluation(Evaluation evaluation) {
                                best.add(evaluation.isBest());
                            }
                        }))
                .run();

        assertThat(best).containsExactly(true, false, false);
        assertThat(result.work().epochs()).isEqualTo(3);
        assertThat(result.work().steps()).isEqualTo(6);
        assertThat(result.bestEpoch()).isZero();
        byte[] last = Files.readAllBytes(result.last());
        TrainingResult again = Trainer.resuming(config, TrainingSetup.of(training, test, output))
                .run();
        assertThat(again.work().epochs()).isEqualTo(3);
        assertThat(result.last()).hasBinaryContent(last);
    }

    @Test
    void patience_waits_for_evaluations() {
        Supervision supervision = Supervision.DEFAULT.withEvaluateEvery(5).withPatience(7);
        assertThat(supervision.givesUpAfter(12, 5)).as("no evaluation").isFalse();
        assertThat(supervision.givesUpAfter(10, 5)).as("not yet").isFalse();
        assertThat(supervision.givesUpAfter(15, 5)).isTrue();
        assertThat(supervision.withPatience(0).givesUpAfter(15, 5)).isFalse();
    }

    @Test
    void every_second_checkpoint_is_kept_if_wished() throws IOException {
        Path output = folder.resolve("kept");
        new Trainer(
                        config(4).withSupervision(Supervision.DEFAULT.withSaveEvery(2)),
                        TrainingSetup.of(training, test, output))
                .run();

        assertThat(output.resolve("epoch_0001.ckpt")).doesNotExist();
        assertThat(output.resolve("epoch_0003.ckpt")).doesNotExist();
        assertThat(Checkpoint.read(output.resolve("epoch_0002.ckpt")).progress().epoch())
                .isEqualTo(2);
        assertThat(output.resolve("epoch_0004.ckpt")).hasSameBinaryContentAs(output.resolve("last.ckpt"));
    }

    @Test
    void images_that_vanish_or_break_are_named_once_and_replaced_in_the_same_way_every_time() throws IOException {
        Path vanished = training.samples().get(2).image();
        Files.delete(vanished);
        Path cut = test.samples().get(3).image();
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 100));
        TrainingConfig config = config(2).withSupervision(Supervision.DEFAULT.withEvaluateEvery(1));
        List<List<SkippedImage>> told = new ArrayList<>();
        TrainingResult first = new Trainer(
                        config,
                        TrainingSetup.of(training, test, folder.resolve("first"))
                                .withListener(new TrainingListener() {
                                    @Override
                                    public void onSkipped(int epoch, List<SkippedImage> images) {
                                        told.add(images);
                                    }
                                }))
                .run();

        assertThat(told).as("once").hasSize(1);
        assertThat(first.skipped()).isEqualTo(told.get(0));
        assertThat(first.skipped()).extracting(SkippedImage::image).containsExactly(vanished, cut);
        assertThat(first.skipped()).allSatisfy(image -> assertThat(image.reason())
                .contains(image.image().toString()));
        TrainingResult second = new Trainer(config, TrainingSetup.of(training, test, folder.resolve("second"))).run();
        assertThat(second.last()).hasSameBinaryContentAs(first.last());
    }

    @Test
    void a_strict_run_stops_at_an_image_that_cannot_be_read() throws IOException {
        Path vanished = training.samples().get(2).image();
        Files.delete(vanished);
        TrainingConfig config = config(1).withSupervision(Supervision.DEFAULT.withUnreadable(UnreadableImages.STOP));
        Path output = folder.resolve("strict");
        Trainer trainer = new Trainer(config, TrainingSetup.of(training, test, output));

        assertThatThrownBy(trainer::run).isInstanceOf(IOException.class).hasMessageContaining(vanished.toString());
        assertThat(output.resolve("last.ckpt")).doesNotExist();
    }

    @Test
    void numbers_that_cannot_be_are_refused() {
        assertThatThrownBy(() -> Supervision.DEFAULT.withEvaluateEvery(0))
                .hasMessage("epochs between evaluations must be at least 1, got 0");
        assertThatThrownBy(() -> Supervision.DEFAULT.withPatience(-3)).hasMessageEndingWith("got 0 and -3");
    }

    private TrainingConfig config(int epochs) {
        YoloxConfig model =
                new YoloxConfig("small", 0.33, 0.125, false, training.classes().size());
        return TrainingConfig.of(model, new AnchorGrid(64, 64), 4, new Epochs(epochs, 0, 0));
    }
}
