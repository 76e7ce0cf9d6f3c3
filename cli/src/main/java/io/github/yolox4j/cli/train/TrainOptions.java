package io.github.yolox4j.cli.train;

import io.github.yolox4j.cli.option.AugmentationOptions;
import io.github.yolox4j.cli.option.ConfigFile;
import io.github.yolox4j.cli.option.DatasetOptions;
import io.github.yolox4j.cli.option.Defaults;
import io.github.yolox4j.cli.option.EngineOptions;
import io.github.yolox4j.cli.option.LossOptions;
import io.github.yolox4j.cli.weights.WeightsFile;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.Trainer;
import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.loss.LossChoice;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a training run is asked for; {@link TrainingPlan} is what it comes to. */
final class TrainOptions {

    @Mixin
    private DatasetOptions data;

    @Option(
            names = "--train-split",
            defaultValue = "train",
            paramLabel = "NAME",
            description = "Split to train on (default: ${DEFAULT-VALUE}).")
    private String trainSplit;

    @Option(
            names = "--val-split",
            defaultValue = "val",
            paramLabel = "NAME",
            description = "Split to evaluate on during training (default: ${DEFAULT-VALUE}).")
    private String validationSplit;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "Folder for checkpoints and metrics. It must not contain a run.")
    private Path output;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Initial weights instead of random ones: " + WeightsFile.KINDS
                    + ". Their classes may differ from yours.")
    private Optional<Path> weights = Optional.empty();

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            description = "nano, tiny, s, m, l, x or yolov3 (default: that of --weights, else ${bundle:network.size}).")
    private Optional<String> size = Optional.empty();

    @Option(
            names = "--input",
            defaultValue = "${bundle:network.side}",
            paramLabel = "SIDE|HxW",
            description = "Input size in pixels, multiples of 32 (default: ${DEFAULT-VALUE}).")
    private AnchorGrid input;

    @Mixin
    private LengthOptions length;

    @Mixin
    private OptimisationOptions optimisation;

    @Mixin
    private LossOptions losses;

    @Mixin
    private ClassWeightsOption classWeights;

    @Mixin
    private MultiScaleOptions multiScale;

    @Mixin
    private AugmentationOptions augmentation;

    @Mixin
    private AssignmentOptions assignment;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private CacheOptions caching;

    @Mixin
    private SupervisionOptions supervision;

    @Option(
            names = "--seed",
            defaultValue = "${bundle:run.seed}",
            description = "Random seed of initial weights, image order and augmentation (default: ${DEFAULT-VALUE}).")
    private long seed;

    DatasetOptions data() {
        return data;
    }

    String validationSplit() {
        return validationSplit;
    }

    EngineOptions engine() {
        return engine;
    }

    void requireNoRun() throws IOException {
        if (Trainer.canResume(output)) {
            throw new IOException(output + " already contains a run; resume it with " + ConfigFile.RESUME + " " + output
                    + ", choose another folder or remove it");
        }
    }

    /** What is to be done. Wrong options are found before any file is read. */
    TrainingPlan plan(PrintWriter out) throws IOException {
        LossChoice chosen = losses.choice();
        TrainingEngine.Factory engines = engine.factory();
        Optional<YoloxConfig> asked = size.map(YoloxConfig.Size::parse).map(YoloxConfig::of);
        TrainingPlan.Images images = images(out);
        Optional<WeightsFile> file =
                weights.isPresent() ? Optional.of(WeightsFile.open(weights.get())) : Optional.empty();
        List<String> classes = images.training().classes();
        YoloxConfig model = asked.or(() -> file.map(WeightsFile::config))
                .orElse(YoloxConfig.of(Defaults.SIZE))
                .withClasses(classes.size());
        TrainingConfig config = config(model, classWeights.weighed(chosen, classes));
        TrainingPlan.Compute compute =
                new TrainingPlan.Compute(engines, engine.numbersPerActivation(), caching.open(output));
        return new TrainingPlan(config, images, file, compute, output, false);
    }

    private TrainingPlan.Images images(PrintWriter out) throws IOException {
        Map<String, Dataset> read = data.read(List.of(trainSplit, validationSplit), out);
        return new TrainingPlan.Images(read.get(trainSplit), read.get(validationSplit), validationSplit);
    }

    private TrainingConfig config(YoloxConfig model, LossChoice chosen) {
        return TrainingConfig.of(model, input, length.batch(), length.epochs())
                .withOptimisation(optimisation.optimisation(length.batch()))
                .withSizes(multiScale.range(input))
                .withLosses(chosen)
                .withAugmentation(augmentation.recipe(model))
                .withAssigner(assignment.assigner())
                .withSupervision(supervision.supervision())
                .withSeed(seed);
    }
}
