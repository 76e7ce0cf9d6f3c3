package io.github.yolox4j.train.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.Epochs;
import io.github.yolox4j.train.Optimisation;
import io.github.yolox4j.train.Trainer;
import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.TrainingListener;
import io.github.yolox4j.train.TrainingResult;
import io.github.yolox4j.train.TrainingSetup;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.augment.AugmentationRecipe;
import io.github.yolox4j.train.data.batch.SizeRange;
import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.data.batch.UnreadableImages;
import io.github.yolox4j.train.data.format.DatasetFormat;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import io.github.yolox4j.train.engine.DivergedException;
import io.github.yolox4j.train.engine.SameDiffEngine;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.loss.ObjectnessNormaliser;
import io.github.yolox4j.train.optim.Freeze;
import io.github.yolox4j.train.optim.GradientClipping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs of two ranks, that are threads here, against runs of one. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RanksTrainingTest {

    private static final AnchorGrid INPUT = new AnchorGrid(64, 64);
    private static final int BATCH = 8;

    @TempDir
    private static Path folder;

    private static Dataset training;
    private static Dataset test;

    @BeforeAll
    static void draw() throws IOException {
        new ShapesDataset(1, 64, 40, 7).write(folder);
        training = DatasetFormat.COCO.read(folder, ShapesDataset.TRAIN);
        test = DatasetFormat.COCO.read(folder, ShapesDataset.TEST);
    }

    private static TrainingConfig config(Epochs epochs) {
        YoloxConfig model =
                new YoloxConfig("small", 0.33, 0.125, false, training.classes().size());
        return TrainingConfig.of(model, INPUT, BATCH, epochs)
                .withOptimisation(Optimisation.DEFAULT.withLearningRatePerImage(0.02 / 8));
    }

    private static TrainingSetup setup(String name) {
        return TrainingSetup.of(training, test, folder.resolve(name));
    }

    /** The run in which one process computes the halves of each batch one after the other. */
    private static TrainingResult serially(TrainingConfig config, TrainingSetup setup) throws IOException {
        return new Trainer(
                        config,
                        setup.withEngines((task, weights, grid, batch) -> new SerialParts(
                                new SameDiffEngine(task, weights, grid, batch / 2),
                                new SameDiffEngine(task, weights, grid, batch / 2))))
                .run();
    }

    /** What a rank does with its setup, in which no other rank sees its folder. */
    private interface Run {
        TrainingResult of(TrainingSetup setup) throws IOException;
    }

    private static List<Future<TrainingResult>> together(TrainingSetup setup, Run run) throws IOException {
        return Rings.run(
                2,
                Rings.LIMITS,
                ranks ->
                        run.of((ranks.rank() == 0 ? setup : setup(setup.folder().getFileName() + " of others"))
                                .withRanks(ranks)));
    }

    @Test
    void two_ranks_leave_the_files_of_one_process_that_computes_the_same_parts() throws Exception {
        TrainingConfig config = config(new Epochs(4, 1, 1))
                .withEvaluateEvery(2)
                .withAugmentation(AugmentationRecipe.REFERENCE)
                .withSizes(new SizeRange(1, 3))
                .withOptimisation(
                        Optimisation.DEFAULT.withLearningRatePerImage(0.02 / 8).withClipping(new GradientClipping(20)));
        TrainingResult one = serially(config, setup("serial"));
        List<TrainingResult> two = Rings.all(together(setup("ranks"), setup -> new Trainer(config, setup).run()));

        assertThat(one.work().steps()).isEqualTo(20);
        assertThat(folder.resolve("ranks/last.ckpt")).hasSameBinaryContentAs(one.last());
        assertThat(folder.resolve("ranks/best.ckpt")).hasSameBinaryContentAs(one.best());
        assertThat(Files.readAllLines(folder.resolve("ranks/metrics.csv")))
                .isEqualTo(Files.readAllLines(folder.resolve("serial/metrics.csv")));
        assertThat(folder.resolve("ranks of others")).doesNotExist();
        for (TrainingResult result : two) {
            assertThat(result.metrics()).isEqualTo(one.metrics());
            assertThat(result.measured().detected().found())
                    .isEqualTo(one.measured().detected().found());
            assertThat(result.work().exchangedSeconds()).isPositive();
        }
    }

    @Test
    void with_frozen_statistics_two_ranks_make_the_step_of_one_process() throws Exception {
        TrainingConfig config = config(new Epochs(1, 0, 0))
                .withAugmentation(AugmentationRecipe.LIGHT)
                .withOptimisation(Optimisation.DEFAULT
                        .withLearningRatePerImage(0.02 / 8)
                        .withFrozen(Freeze.of("**.running_mean", "**.running_var")));
        Dataset few = training.subset(0, BATCH);
        TrainingSetup alone = TrainingSetup.of(few, test, folder.resolve("frozen alone"));
        TrainingResult one = new Trainer(config, alone).run();
        TrainingSetup shared = TrainingSetup.of(few, test, folder.resolve("frozen ranks"));
        Rings.all(Rings.run(2, Rings.LIMITS, ranks -> new Trainer(config, shared.withRanks(ranks)).run()));

        assertThat(one.work().steps()).isEqualTo(1);
        Checkpoint expected = Checkpoint.read(one.last());
        Checkpoint found = Checkpoint.read(folder.resolve("frozen ranks/last.ckpt"));
        double difference = 0;
        double moved = 0;
        Weights start = new Yolox(config.model()).initialise(DataType.FLOAT, config.seed());
        for (String name : expected.weights().names()) {
            INDArray weight = expected.weights().value(name);
            difference += Math.pow(found.weights().value(name).distance2(weight), 2);
            moved += Math.pow(weight.distance2(start.value(name)), 2);
        }
        assertThat(moved).isPositive();
        assertThat(Math.sqrt(difference / moved)).isLessThan(1e-5);
    }

    @Test
    void a_run_that_one_rank_broke_off_goes_on_with_another_number_of_ranks() throws Exception {
        TrainingConfig config = config(new Epochs(2, 0, 1)).withAugmentation(AugmentationRecipe.LIGHT);
        TrainingResult unbroken = serially(config, setup("unbroken"));
        TrainingListener stop = new TrainingListener() {
            @Override
            public void onStep(Step step) {
                if (step.epoch() == 1 && step.step() == 2) {
                    throw new CancellationException("enough");
                }
            }
        };
        TrainingSetup broken = setup("broken");
        List<Future<TrainingResult>> ends =
                together(broken.withListener(stop), setup -> new Trainer(config, setup).run());
        assertThatThrownBy(() -> ends.get(0).get()).hasCauseInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> ends.get(1).get())
                .hasCauseInstanceOf(RankException.class)
                .hasMessageContaining("rank 0 (127.0.0.1:")
                .hasMessageContaining("failed first: enough");

        List<TrainingResult> resumed = Rings.all(together(
                broken,
                setup -> (setup.ranks().rank() == 0 ? Trainer.resuming(config, setup) : new Trainer(config, setup))
                        .run()));
        assertThat(resumed.get(0).last()).hasSameBinaryContentAs(unbroken.last());

        List<TrainingResult> complete = Rings.all(together(
                broken,
                setup -> (setup.ranks().rank() == 0 ? Trainer.resuming(config, setup) : new Trainer(config, setup))
                        .run()));
        assertThat(complete.get(1).metrics()).isEqualTo(unbroken.metrics());
        TrainingResult alone = Trainer.resuming(config, broken).run();
        assertThat(alone.metrics()).isEqualTo(unbroken.metrics());
    }

    @Test
    void numbers_lost_at_one_rank_stop_all_and_are_told_by_rank_0() throws Exception {
        TrainingConfig config = config(new Epochs(1, 0, 0)).withAugmentation(AugmentationRecipe.LIGHT);
        List<Future<TrainingResult>> ends = Rings.run(2, Rings.LIMITS, ranks -> {
            TrainingSetup setup = setup("diverged").withRanks(ranks);
            return new Trainer(
                            config,
                            ranks.rank() == 0
                                    ? setup
                                    : setup.withEngines((task, weights, grid, batch) ->
                                            new DivergingLater(new SameDiffEngine(task, weights, grid, batch))))
                    .run();
        });
        for (Future<TrainingResult> end : ends) {
            assertThatThrownBy(end::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(DivergedException.class)
                    .hasMessageContaining("at epoch 1, step 3, images [");
        }
        assertThatThrownBy(() -> ends.get(0).get()).hasMessageContaining("diverged.json");
        assertThat(folder.resolve("diverged/diverged.json")).content().contains("\"step\" : 2", "\"images\"");
    }

    /** Loses its numbers in the third step. */
    private static final class DivergingLater implements TrainingEngine {

        private final TrainingEngine engine;
        private int steps;

        DivergingLater(TrainingEngine engine) {
            this.engine = engine;
        }

        @Override
        public AnchorGrid input() {
            return engine.input();
        }

        @Override
        public StepGradients step(AnchorGrid size, float[] images, List<List<TargetObject>> objects, double l1Weight) {
            if (++steps == 3) {
                throw DivergedException.ofPredictions();
            }
            return engine.step(size, images, objects, l1Weight);
        }

        @Override
        public LossState lossState() {
            return engine.lossState();
        }

        @Override
        public void goOnFrom(double value) {
            engine.goOnFrom(value);
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    @Test
    void images_that_no_rank_can_read_are_skipped_as_by_one_process() throws Exception {
        List<Sample> samples = new ArrayList<>(training.samples());
        Path broken = Files.writeString(folder.resolve("broken.png"), "no image");
        samples.set(3, new Sample("broken", broken, 64, 64, List.of()));
        Dataset damaged = Dataset.of(training.classes(), samples);
        List<Sample> seen = new ArrayList<>(test.samples());
        seen.set(1, new Sample("broken", broken, 64, 64, List.of()));
        Dataset damagedTest = Dataset.of(test.classes(), seen);
        TrainingConfig strict = config(new Epochs(1, 0, 0)).withAugmentation(AugmentationRecipe.LIGHT);
        TrainingConfig config = strict.withSupervision(strict.supervision().withUnreadable(UnreadableImages.SKIP));
        TrainingResult one = serially(config, TrainingSetup.of(damaged, damagedTest, folder.resolve("skipping")));
        TrainingSetup shared = TrainingSetup.of(damaged, damagedTest, folder.resolve("skipping ranks"));
        List<TrainingResult> two =
                Rings.all(Rings.run(2, Rings.LIMITS, ranks -> new Trainer(config, shared.withRanks(ranks)).run()));

        assertThat(two.get(0).last()).hasSameBinaryContentAs(one.last());
        assertThat(two.get(0).skipped())
                .isEqualTo(one.skipped())
                .extracting(SkippedImage::image)
                .containsOnly(broken);
        assertThat(two.get(1).metrics()).isEqualTo(one.metrics());
    }

    @Test
    void what_cannot_be_shared_is_refused_in_one_sentence() throws Exception {
        TrainingConfig config = config(new Epochs(1, 0, 0)).withAugmentation(AugmentationRecipe.LIGHT);
        assertRefused(
                config.withLosses(LossChoice.parse("wiou_v3", "bce", "bce")),
                "several ranks cannot train with this loss: the box loss wise_v3",
                "carries a mean over all images of a batch; choose another, or train with one rank");
        TrainingConfig odd = config.withBatch(9);
        assertRefused(odd, "a batch of 9 images has no 2 equal parts; take 8 or 10", "");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSITIVES")
    void other_normalisers_are_refused(ObjectnessNormaliser normaliser) throws Exception {
        assertRefused(
                config(new Epochs(1, 0, 0)).withLosses(LossChoice.DEFAULT.withObjectnessNormaliser(normaliser)),
                "several ranks cannot train with this loss: the objectness loss is divided by "
                        + normaliser.name().toLowerCase(Locale.ROOT),
                "not by the positives");
    }

    private static void assertRefused(TrainingConfig config, String... words) throws Exception {
        List<Future<TrainingResult>> ends = Rings.run(
                2, Rings.LIMITS, ranks -> new Trainer(config, setup("refused").withRanks(ranks)).run());
        for (Future<TrainingResult> end : ends) {
            assertThatThrownBy(end::get)
                    .hasCauseInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(words);
        }
    }
}
