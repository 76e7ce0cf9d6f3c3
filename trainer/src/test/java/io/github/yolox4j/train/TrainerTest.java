package io.github.yolox4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageCanvas;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.BatchNorm;
import io.github.yolox4j.model.network.BatchNormEstimation;
import io.github.yolox4j.model.network.DetectorFactory;
import io.github.yolox4j.model.network.SameDiffDetector;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.ParameterKind;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.augment.AugmentationRecipe;
import io.github.yolox4j.train.data.batch.ImageOrder;
import io.github.yolox4j.train.data.batch.SizeRange;
import io.github.yolox4j.train.data.cache.ImageCache;
import io.github.yolox4j.train.data.format.DatasetFormat;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import io.github.yolox4j.train.engine.DivergedException;
import io.github.yolox4j.train.engine.SameDiffEngine;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.loss.LossTerm;
import io.github.yolox4j.train.loss.LossTerms;
import io.github.yolox4j.train.optim.GradientClipping;
import io.github.yolox4j.train.optim.Sgd;
import io.github.yolox4j.train.task.DetectionTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TrainerTest {

    private static final String FIRST_WEIGHT = "backbone.backbone.stem.conv.conv.weight";
    private static final String FIRST_MEAN = "backbone.backbone.stem.conv.bn.running_mean";
    private static final AnchorGrid INPUT = new AnchorGrid(64, 64);

    @TempDir
    private static Path folder;

    private static Dataset training;
    private static Dataset test;

    @BeforeAll
    static void draw() throws IOException {
        new ShapesDataset(1, 64, 24, 8).write(folder);
        training = DatasetFormat.COCO.read(folder, ShapesDataset.TRAIN);
        test = DatasetFormat.COCO.read(folder, ShapesDataset.TEST);
    }

    @Test
    void the_loss_falls_and_what_is_left_behind_can_be_used() throws IOException {
        List<Double> losses = new ArrayList<>();
        TrainingConfig config =
                config(new Epochs(20, 0, 1)).withEvaluateEvery(10).withLosses(LossChoice.parse("ciou", "bce", "focal"));
        Path output = folder.resolve("run");
        TrainingResult result = new Trainer(
                        config, TrainingSetup.of(training, test, output).withListener(new TrainingListener() {
                            @Override
                            public void onStep(Step step) {
                                losses.add(step.loss().total() - step.loss().of(LossTerm.L1));
                            }
                        }))
                .run();

        assertThat(losses).hasSize(60);
        assertThat(mean(losses.subList(56, 60))).isLessThan(0.8 * mean(losses.subList(0, 4)));
        assertThat(result.work().steps()).isEqualTo(60);
        Checkpoint last = Checkpoint.read(result.last());
        assertThat(last.progress().epoch()).isEqualTo(20);
        assertThat(last.card().losses().box()).isEqualTo("ciou");
        assertThat(Checkpoint.read(result.best()).progress().bestAp())
                .isEqualTo(result.metrics().ap());
        assertThat(Files.readAllLines(output.resolve("metrics.csv"))).hasSize(21);
    }

    @Test
    void a_run_goes_on_from_the_weights_it_is_given() throws IOException {
        TrainingConfig config =
                config(new Epochs(1, 0, 0)).withOptimisation(Optimisation.DEFAULT.withLearningRatePerImage(1e-12));
        Weights start = new Yolox(config.model()).initialise(DataType.FLOAT, 77);
        INDArray first = start.value(FIRST_WEIGHT).dup();

        TrainingResult result = Trainer.startingFrom(
                        start, config, TrainingSetup.of(training, test, folder.resolve("resumed")))
                .run();

        Checkpoint last = Checkpoint.read(result.last());
        assertThat(last.weights().value(FIRST_WEIGHT).distance2(first)).isLessThan(1e-6);
        assertThat(last.weights().value(FIRST_MEAN).amaxNumber().doubleValue()).isPositive();
    }

    @Test
    void folded_weights_first_get_statistics_of_the_images() throws IOException {
        TrainingConfig config =
                config(new Epochs(1, 0, 0)).withOptimisation(Optimisation.DEFAULT.withLearningRatePerImage(1e-12));
        Weights start = new Yolox(config.model()).initialise(DataType.FLOAT, 77);
        start.specs().stream()
                .filter(spec -> spec.kind() == ParameterKind.RUNNING_VARIANCE)
                .forEach(spec -> start.value(spec.name()).assign(1 - BatchNorm.EPSILON));
        assertThat(BatchNormEstimation.isFolded(start)).isTrue();

        Trainer.startingFrom(start, config, TrainingSetup.of(training, test, folder.resolve("unfolded")));

        assertThat(BatchNormEstimation.isFolded(start)).isFalse();
        assertThat(start.value(FIRST_MEAN).amaxNumber().doubleValue()).isGreaterThan(1);
    }

    @Test
    void the_running_mean_of_a_wise_loss_is_saved() throws IOException {
        TrainingConfig config = config(new Epochs(2, 0, 0)).withLosses(LossChoice.parse("wiou_v3", "bce", "bce"));
        Path output = folder.resolve("wise");
        TrainingResult result = new Trainer(config, TrainingSetup.of(training, test, output)).run();
        double mean = Checkpoint.read(result.last()).progress().lossState();
        // six steps, each of which takes 1 % of a share that is nowhere 1
        assertThat(mean).isLessThan(1).isGreaterThan(Math.pow(0.99, 6));
    }

    private static Stream<Arguments> optimisations() {
        Optimisation base = Optimisation.DEFAULT.withLearningRatePerImage(0.02 / 8);
        return Stream.of(
                Arguments.of("sgd", base, ImageOrder.SHUFFLED),
                Arguments.of("sgd balanced", base, ImageOrder.BALANCED),
                Arguments.of("adamw", Optimisation.ADAMW, ImageOrder.SHUFFLED),
                Arguments.of(
                        "adamw clipped",
                        Optimisation.ADAMW.withClipping(new GradientClipping(0.5)),
                        ImageOrder.SHUFFLED),
                Arguments.of(
                        "sgd clipped and accumulated",
                        base.withClipping(new GradientClipping(2)).withAccumulate(2),
                        ImageOrder.SHUFFLED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimisations")
    void a_run_that_ended_early_goes_on_to_the_same_weights(String name, Optimisation optimisation, ImageOrder order)
            throws IOException {
        TrainingConfig config = config(new Epochs(4, 1, 1))
                .withEvaluateEvery(2)
                .withLosses(LossChoice.parse("wiou_v3", "bce", "bce"))
                .withOptimisation(optimisation)
                .withOrder(order);
        Path whole = folder.resolve("whole " + name);
        TrainingResult unbroken = new Trainer(config, TrainingSetup.of(training, test, whole)).run();
        Path broken = folder.resolve("broken " + name);
        TrainingListener stop = new TrainingListener() {
            @Override
            public void onStep(Step step) {
                if (step.epoch() == 2 && step.step() == 1) {
                    throw new CancellationException("enough");
                }
            }
        };
        assertThatThrownBy(() -> new Trainer(
                                config, TrainingSetup.of(training, test, broken).withListener(stop))
                        .run())
                .isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> new Trainer(
                                config, TrainingSetup.of(training, test, broken).withListener(stop))
                        .run())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("already contains a run");
        assertThat(Checkpoint.read(broken.resolve("last.ckpt")).progress().epoch())
                .isEqualTo(2);

        TrainingResult resumed = Trainer.resuming(config, TrainingSetup.of(training, test, broken))
                .run();

        assertThat(resumed.last()).hasSameBinaryContentAs(unbroken.last());
        assertThat(Files.readAllLines(broken.resolve("metrics.csv")))
                .isEqualTo(Files.readAllLines(whole.resolve("metrics.csv")));
        assertThat(resumed.metrics()).isEqualTo(unbroken.metrics());
        assertThat(resumed.bestEpoch()).isEqualTo(unbroken.bestEpoch());
    }

    @Test
    void every_cache_of_images_leads_to_the_same_weights() throws IOException {
        TrainingConfig config = config(new Epochs(2, 0, 1)).withAugmentation(AugmentationRecipe.REFERENCE);
        Dataset few = training.subset(0, 16);
        Path kept = folder.resolve("kept");
        List<ImageCache> caches = List.of(
                ImageCache.none(),
                ImageCache.memory(7 * 64 * 64 * 3),
                ImageCache.disk(kept, 1 << 24),
                ImageCache.disk(kept, 1 << 24));
        Path expected = null;
        for (int i = 0; i < caches.size(); i++) {
            Path output = folder.resolve("cached " + i);
            Path last = new Trainer(config, TrainingSetup.of(few, test, output).withCache(caches.get(i)))
                    .run()
                    .last();
            if (i == 0) {
                expected = last;
            } else {
                assertThat(last).as(caches.get(i).toString()).hasSameBinaryContentAs(expected);
            }
        }
        assertThat(kept).isDirectoryContaining("glob:**.bgr");
    }

    @Test
    void three_batches_of_an_epoch_two_by_two_make_two_steps() throws IOException {
        TrainingConfig config = config(new Epochs(2, 0, 0)).withOptimisation(Optimisation.ADAMW.withAccumulate(2));
        TrainingResult result =
                new Trainer(config, TrainingSetup.of(training, test, folder.resolve("accumulated"))).run();

        assertThat(result.work().steps()).isEqualTo(6);
        Checkpoint last = Checkpoint.read(result.last());
        assertThat(last.optimizer().steps()).isEqualTo(4);
        assertThat(last.progress().averageUpdates()).isEqualTo(4);
        assertThat(config.baseLearningRate()).isEqualTo(16 * 0.004 / 256);
    }

    @Test
    void accumulating_a_batch_with_itself_is_a_step_on_it() throws IOException {
        Yolox network = new Yolox(config(Epochs.of(1)).model());
        Optimisation base = Optimisation.DEFAULT.withClipping(new GradientClipping(0.01));
        Weights start = network.initialise(DataType.FLOAT, 3);
        TrainingState once = TrainingState.fresh(start.copy(DataType.FLOAT), base);
        TrainingState twice = TrainingState.fresh(start.copy(DataType.FLOAT), base.withAccumulate(2));
        for (boolean isLast : new boolean[] {false, true}) {
            twice.step(constantGradients(start), 0.1, isLast);
        }
        once.step(constantGradients(start), 0.1, true);

        INDArray moved = once.weights().value(FIRST_WEIGHT);
        assertThat(moved.distance2(start.value(FIRST_WEIGHT))).isPositive();
        assertThat(twice.weights().value(FIRST_WEIGHT)).isEqualTo(moved);
    }

    @Test
    void clipping_bounds_how_far_a_step_goes() throws IOException {
        Yolox network = new Yolox(config(Epochs.of(1)).model());
        Weights start = network.initialise(DataType.FLOAT, 3);
        Optimisation plain = Optimisation.DEFAULT.withOptimizer(new Sgd.Settings(0, 0));
        TrainingState state =
                TrainingState.fresh(start.copy(DataType.FLOAT), plain.withClipping(new GradientClipping(0.25)));
        state.step(constantGradients(start), 1, false);

        double squares = 0;
        for (ParameterSpec spec : start.specs()) {
            squares += Math.pow(state.weights().value(spec.name()).distance2(start.value(spec.name())), 2);
        }
        assertThat(Math.sqrt(squares)).isCloseTo(0.25, within(1e-4));
    }

    @Test
    void weights_that_are_no_numbers_are_named() throws IOException {
        Yolox network = new Yolox(config(Epochs.of(1)).model());
        TrainingState state = TrainingState.fresh(network.initialise(DataType.FLOAT, 3), Optimisation.DEFAULT);
        state.weights().value(FIRST_WEIGHT).putScalar(0, Double.NaN);

        assertThatThrownBy(() -> state.requireNumbers())
                .isInstanceOf(DivergedException.class)
                .hasMessage("the weight " + FIRST_WEIGHT + " is not finite");
    }

    private static StepGradients constantGradients(Weights weights) {
        Map<String, INDArray> gradients = new HashMap<>();
        for (ParameterSpec spec : weights.specs()) {
            if (weights.isTrained(spec)) {
                gradients.put(spec.name(), Nd4j.ones(DataType.FLOAT, spec.graphShape()));
            }
        }
        return new StepGradients(new LossTerms(1, Map.of(LossTerm.BOX, 1.0), 1, 1), gradients, Map.of());
    }

    @Test
    void a_run_is_not_resumed_with_another_optimiser() throws IOException {
        TrainingConfig config = config(new Epochs(1, 0, 0));
        Path output = folder.resolve("other-optimiser");
        new Trainer(config, TrainingSetup.of(training, test, output)).run();
        TrainingConfig other = config.withOptimisation(Optimisation.ADAMW);
        assertThatThrownBy(() -> Trainer.resuming(other, TrainingSetup.of(training, test, output)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("last.ckpt: cannot resume with this configuration")
                .hasMessageContaining("the state belongs to sgd, the optimiser is adamw");
    }

    @Test
    void a_run_is_not_resumed_with_other_losses() throws IOException {
        TrainingConfig config = config(new Epochs(1, 0, 0));
        Path output = folder.resolve("other-losses");
        new Trainer(config, TrainingSetup.of(training, test, output)).run();
        TrainingConfig other = config.withLosses(LossChoice.parse("giou", "bce", "bce"));
        assertThatThrownBy(() -> Trainer.resuming(other, TrainingSetup.of(training, test, output)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("box=giou")
                .hasMessageContaining("last.ckpt");
    }

    @Test
    void two_runs_do_not_write_into_one_folder() throws IOException {
        Path output = folder.resolve("shared");
        try (RunFolder first = RunFolder.hold(output)) {
            Trainer second = new Trainer(config(new Epochs(1, 0, 0)), TrainingSetup.of(training, test, output));
            assertThatThrownBy(second::run)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another run is writing into " + output);
            assertThat(first.last()).doesNotExist();
        }
    }

    @Test
    void a_rate_that_diverges_is_named_with_its_place() {
        TrainingConfig config =
                config(new Epochs(4, 0, 0)).withOptimisation(Optimisation.DEFAULT.withLearningRatePerImage(0.99));
        Trainer trainer = new Trainer(
                config,
                TrainingSetup.of(training, test, folder.resolve("diverged")).withListener(new TrainingListener() {}));
        assertThatThrownBy(trainer::run)
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("no")
                .hasMessageContaining("epoch")
                .hasMessageContaining("images [");
        assertThat(folder.resolve("diverged/diverged.json"))
                .content()
                .contains("\"epoch\"", "\"images\"", "\"message\"");
    }

    @Test
    void images_of_one_colour_are_named_as_what_they_are() throws IOException {
        List<Sample> black = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Path file = folder.resolve("black" + i + ".png");
            ImageFiles.write(new ImageCanvas(64, 64, 0).image(), file);
            black.add(new Sample("black" + i, file, 64, 64, List.of()));
        }
        TrainingConfig config = TrainingConfig.of(config(Epochs.of(1)).model(), INPUT, 2, new Epochs(2, 0, 0))
                .withAugmentation(AugmentationRecipe.NONE);
        TrainingSetup setup = TrainingSetup.of(Dataset.of(training.classes(), black), test, folder.resolve("black"))
                .withEngines((task, weights, grid, batch) -> new Diverging(grid));

        assertThatThrownBy(new Trainer(config, setup)::run)
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("images [black")
                .hasMessageEndingWith("; the images of this batch are all of one colour,"
                        + " so batch normalisation has no variance to divide by");
        TrainingSetup drawn = TrainingSetup.of(training, test, folder.resolve("coloured"))
                .withEngines((task, weights, grid, batch) -> new Diverging(grid));
        assertThatThrownBy(new Trainer(config, drawn)::run).hasMessageEndingWith("; a lower learning rate may help");
    }

    /** Finds in every batch that numbers are lost. */
    private record Diverging(AnchorGrid input) implements TrainingEngine {

        @Override
        public StepGradients step(AnchorGrid size, float[] images, List<List<TargetObject>> objects, double l1Weight) {
            throw DivergedException.ofPredictions();
        }

        @Override
        public LossState lossState() {
            return LossState.NONE;
        }

        @Override
        public void goOnFrom(double value) {}

        @Override
        public void close() {}
    }

    @Test
    void multi_scale_training_changes_the_size_every_ten_steps() throws IOException {
        TrainingConfig config = config(new Epochs(10, 0, 1)).withSizes(new SizeRange(1, 3));
        List<AnchorGrid> sizes = new ArrayList<>();
        TrainingResult result = new Trainer(
                        config,
                        TrainingSetup.of(training, test, folder.resolve("sizes"))
                                .withEngines((task, weights, grid, batch) ->
                                        new SizeLog(new SameDiffEngine(task, weights, grid, batch), sizes)))
                .run();

        assertThat(result.work().steps()).isEqualTo(30);
        for (int i = 0; i < 30; i++) {
            assertThat(sizes.get(i)).isEqualTo(config.sizeSchedule().at(i));
        }
        assertThat(new HashSet<>(sizes)).hasSizeGreaterThan(1);
        assertThat(Checkpoint.read(result.last()).card().input().height()).isEqualTo(64);
    }

    /** Notes the size of every step. */
    private record SizeLog(TrainingEngine engine, List<AnchorGrid> sizes) implements TrainingEngine {

        @Override
        public AnchorGrid input() {
            return engine.input();
        }

        @Override
        public StepGradients step(AnchorGrid size, float[] images, List<List<TargetObject>> objects, double l1Weight) {
            sizes.add(size);
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

    @ParameterizedTest(name = "detectors follow the weights: {0}")
    @ValueSource(booleans = {false, true})
    void an_evaluation_looks_at_every_image_once_and_the_end_of_a_run_at_none(boolean follows) throws IOException {
        TrainingConfig config = config(new Epochs(3, 0, 0)).withEvaluateEvery(2);
        List<Integer> looks = new ArrayList<>();
        TrainingSetup setup = TrainingSetup.of(training, test, folder.resolve("looks " + follows))
                .withEngines(new Watched(looks, follows));

        TrainingResult whole = new Trainer(config, setup).run();
        assertThat(looks)
                .as("by detector, in evaluations after epochs 2 and 3")
                .isEqualTo(follows ? List.of(2 * test.size()) : List.of(test.size(), test.size()));
        looks.clear();
        TrainingResult complete = Trainer.resuming(config, setup).run();

        assertThat(looks).as("of the best weights of a complete run").containsExactly(test.size());
        assertThat(complete.metrics()).isEqualTo(whole.metrics());
        assertThat(complete.bestEpoch()).isEqualTo(whole.bestEpoch());
    }

    /** Notes how many images each detector is given. */
    private record Watched(List<Integer> looks, boolean follows) implements TrainingEngine.Factory {

        @Override
        public TrainingEngine open(DetectionTask task, Weights weights, AnchorGrid grid, int batch) {
            return new SameDiffEngine(task, weights, grid, batch);
        }

        @Override
        public DetectorFactory detectors() {
            return new DetectorFactory() {
                @Override
                public Detector open(
                        YoloxConfig config,
                        Weights weights,
                        AnchorGrid grid,
                        Postprocessing postprocessing,
                        int batch) {
                    looks.add(0);
                    return new WatchedDetector(
                            new SameDiffDetector(config, weights, grid, postprocessing, batch), looks);
                }

                @Override
                public boolean followsWeights() {
                    return follows;
                }
            };
        }
    }

    private record WatchedDetector(Detector detector, List<Integer> looks) implements Detector {

        @Override
        public List<List<Detection>> detect(List<BgrImage> images) {
            looks.set(looks.size() - 1, looks.get(looks.size() - 1) + images.size());
            return detector.detect(images);
        }

        @Override
        public void close() {
            detector.close();
        }
    }

    @Test
    void a_network_of_another_number_of_classes_is_refused() {
        TrainingConfig config = TrainingConfig.of(YoloxConfig.of(YoloxConfig.Size.NANO), INPUT, 8, Epochs.of(1));
        assertThatThrownBy(() -> new Trainer(config, TrainingSetup.of(training, test, folder)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("80 classes");
    }

    private static TrainingConfig config(Epochs epochs) {
        YoloxConfig model =
                new YoloxConfig("small", 0.33, 0.125, false, training.classes().size());
        return TrainingConfig.of(model, INPUT, 8, epochs)
                .withAugmentation(AugmentationRecipe.LIGHT)
                .withOptimisation(Optimisation.DEFAULT.withLearningRatePerImage(0.02 / 8));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(v -> v).average().orElseThrow();
    }
}
