package io.github.yolox4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.data.batch.UnreadableImages;
import io.github.yolox4j.train.data.format.DatasetFormat;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
        assertThat(result.ending()).isEqualTo(TrainingResult.Ending.PATIENCE);
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
    void a_run_ends_with_an_evaluation_when_another_epoch_would_not_fit_and_goes_on_to_the_same_weights()
            throws IOException {
        TrainingConfig config = config(6).withSupervision(Supervision.DEFAULT.withEvaluateEvery(3));
        TrainingConfig limited = config.withSupervision(config.supervision().withMaxTime(Duration.ofSeconds(100)));
        TestClock clock = new TestClock();
        List<Integer> evaluated = new ArrayList<>();
        TrainingListener slow = new TrainingListener() {
            @Override
            public void onStep(Step step) {
                clock.advance(10);
            }

            @Override
            public void onEvaluation(Evaluation evaluation) {
                clock.advance(5);
                evaluated.add(evaluation.epoch());
            }
        };
        Path output = folder.resolve("limited");
        TrainingSetup setup = TrainingSetup.of(training, test, output).withListener(slow);

        TrainingResult first = new Trainer(limited, setup.withClock(clock)).run();

        // Epochs of 20 s: three and an evaluation end after 65 s, the fourth after 85; a fifth would end after 105.
        assertThat(evaluated).containsExactly(2, 3);
        assertThat(first.work().epochs()).isEqualTo(4);
        assertThat(first.ending()).isEqualTo(TrainingResult.Ending.TIME);
        assertThat(Checkpoint.read(first.last()).progress().epoch()).isEqualTo(4);
        assertThat(Files.readAllLines(output.resolve("metrics.csv")).get(4)).doesNotEndWith(",,");

        TrainingResult resumed =
                Trainer.resuming(limited, setup.withClock(clock)).run();
        TrainingResult whole = new Trainer(config, TrainingSetup.of(training, test, folder.resolve("whole"))).run();

        assertThat(resumed.ending()).as("the time counts anew").isEqualTo(TrainingResult.Ending.COMPLETE);
        Weights expected = Checkpoint.read(whole.last()).weights();
        Weights actual = Checkpoint.read(resumed.last()).weights();
        assertThat(expected.names())
                .allSatisfy(name -> assertThat(actual.value(name)).isEqualTo(expected.value(name)));
    }

    @Test
    void time_is_left_for_the_evaluations_before_and_after_the_next_epoch() {
        assertThat(isUp(99, false)).as("50 + 40 + 10 s").isTrue();
        assertThat(isUp(100, false)).isFalse();
        assertThat(isUp(109, true)).as("50 + 10 + 40 + 10 s").isTrue();
        assertThat(isUp(110, true)).isFalse();
        assertThat(isUp(0, true)).as("no limit").isFalse();
    }

    /** After an epoch of 40 s with an evaluation of 10 s. */
    private static boolean isUp(int seconds, boolean isEvaluated) {
        TestClock clock = new TestClock();
        TimeLimit limit = new TimeLimit(Duration.ofSeconds(seconds), clock);
        limit.beginEpoch();
        clock.advance(40);
        limit.endEpoch(true);
        clock.advance(10);
        limit.endEvaluation();
        limit.beginEpoch();
        limit.endEpoch(isEvaluated);
        return limit.isUp();
    }

    /** Stands still unless it is moved. */
    private static final class TestClock extends Clock {

        private Instant now = Instant.EPOCH;

        void advance(int seconds) {
            now = now.plusSeconds(seconds);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
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
        assertThatThrownBy(() -> Supervision.DEFAULT.withMaxTime(Duration.ofSeconds(-3)))
                .hasMessage("the time of a run must not be negative, got PT-3S");
    }

    private TrainingConfig config(int epochs) {
        YoloxConfig model =
                new YoloxConfig("small", 0.33, 0.125, false, training.classes().size());
        return TrainingConfig.of(model, new AnchorGrid(64, 64), 4, new Epochs(epochs, 0, 0));
    }
}
