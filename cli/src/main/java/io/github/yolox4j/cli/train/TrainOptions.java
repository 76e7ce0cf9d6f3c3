package io.github.yolox4j.cli.train;

import io.github.yolox4j.cli.option.AssignmentOptions;
import io.github.yolox4j.cli.option.AugmentationOptions;
import io.github.yolox4j.cli.option.ConfigFile;
import io.github.yolox4j.cli.option.DatasetOptions;
import io.github.yolox4j.cli.option.Defaults;
import io.github.yolox4j.cli.option.EngineOptions;
import io.github.yolox4j.cli.option.LossOptions;
import io.github.yolox4j.cli.weights.LegacyOption;
import io.github.yolox4j.cli.weights.WeightsFile;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.Epochs;
import io.github.yolox4j.train.Trainer;
import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.batch.ImageOrder;
import io.github.yolox4j.train.data.batch.SizeRange;
import io.github.yolox4j.train.data.check.Labelling;
import io.github.yolox4j.train.data.check.SharedImages;
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

    @Mixin
    private LegacyOption legacy;

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

    @Option(names = "--epochs", defaultValue = "300", description = "Number of epochs (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Mixin
    private BatchOption batch;

    @Option(
            names = "--warmup-epochs",
            paramLabel = "N",
            description = "Epochs of learning-rate warm-up (default: ${bundle:epochs.warmup}, or a tenth of the epochs "
                    + "if that is less).")
    private Optional<Integer> warmupEpochs = Optional.empty();

    @Option(
            names = "--final-epochs",
            paramLabel = "N",
            description = "Final epochs at the lowest learning rate, with the L1 loss, without mosaic and "
                    + "mixup (default: ${bundle:epochs.last}, or a tenth of the epochs if that is less).")
    private Optional<Integer> finalEpochs = Optional.empty();

    @Mixin
    private OptimisationOptions optimisation;

    @Mixin
    private LossOptions losses;

    @Mixin
    private ClassWeightsOption classWeights;

    @Option(
            names = "--multiscale-range",
            paramLabel = "N",
            description = "Multi-scale training: every ten steps the input height changes by up to N blocks of 32 "
                    + "pixels from --input; the aspect ratio stays (default: 0, "
                    + "off; reference: ${bundle:sizes.range}).")
    private Optional<Integer> sizeRange = Optional.empty();

    @Option(
            names = "--random-size",
            split = ",",
            paramLabel = "MIN,MAX",
            description = "The same, given as smallest and largest number of 32-pixel blocks (reference, nano and "
                    + "tiny: 10,20).")
    private List<Integer> sizeBlocks = List.of();

    @Mixin
    private AugmentationOptions augmentation;

    @Option(
            names = "--balance",
            arity = "0..1",
            defaultValue = "false",
            fallbackValue = "true",
            description = "Draws images of rare classes more often, by the square root of how rare they are "
                    + "(repeat-factor sampling). The length of an epoch stays; images of frequent classes are left out "
                    + "of some epochs.")
    private boolean balance;

    @Mixin
    private AssignmentOptions assignment;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private CacheOptions caching;

    @Mixin
    private SupervisionOptions supervision;

    @Option(
            names = "--allow-unlabelled",
            arity = "0..1",
            defaultValue = "false",
            fallbackValue = "true",
            description = "Trains even if no training image has a box, or most have no label file.")
    private boolean allowUnlabelled;

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
        if (weights.isEmpty()) {
            legacy.refuse("it says what --weights are, and there are none");
        }
        TrainingPlan.Images images = images(out);
        Optional<WeightsFile> file =
                weights.isPresent() ? Optional.of(legacy.open(weights.get(), out)) : Optional.empty();
        List<String> classes = images.training().classes();
        YoloxConfig model = asked.or(() -> file.map(WeightsFile::config))
                .orElse(YoloxConfig.of(Defaults.SIZE))
                .withClasses(classes.size())
                .withLegacy(file.map(found -> found.config().legacy()).orElse(false));
        TrainingConfig config = config(model, classWeights.weighed(chosen, classes), images.training(), out);
        TrainingPlan.Compute compute = new TrainingPlan.Compute(
                engines, engine.evaluatedBy(), engine.numbersPerActivation(), caching.open(output));
        return new TrainingPlan(config, images, file, compute, output, false);
    }

    private TrainingPlan.Images images(PrintWriter out) throws IOException {
        Map<String, DatasetOptions.ReadSplit> read = data.readSplits(List.of(trainSplit, validationSplit), out);
        DatasetOptions.ReadSplit training = read.get(trainSplit);
        DatasetOptions.ReadSplit validation = read.get(validationSplit);
        if (!allowUnlabelled) {
            Labelling.check(data.source().toString(), trainSplit, training.dataset(), training.findings());
        }
        int shared = SharedImages.of(training.dataset(), validation.dataset()).size();
        return new TrainingPlan.Images(training.dataset(), validation.dataset(), validationSplit, shared);
    }

    private TrainingConfig config(YoloxConfig model, LossChoice chosen, Dataset training, PrintWriter out) {
        return batch.of(images -> config(model, chosen, images), training.size(), engine, out);
    }

    private TrainingConfig config(YoloxConfig model, LossChoice chosen, int images) {
        Epochs usual = Epochs.of(epochs);
        Epochs length = new Epochs(epochs, warmupEpochs.orElse(usual.warmup()), finalEpochs.orElse(usual.last()));
        return TrainingConfig.of(model, input, images, length)
                .withOptimisation(optimisation.optimisation(images))
                .withSizes(sizes())
                .withLosses(chosen)
                .withAugmentation(augmentation.recipe(model))
                .withOrder(balance ? ImageOrder.BALANCED : ImageOrder.SHUFFLED)
                .withAssigner(assignment.assigner())
                .withSupervision(supervision.supervision(data.isStrict()))
                .withSeed(seed);
    }

    private SizeRange sizes() {
        if (sizeBlocks.isEmpty()) {
            return SizeRange.around(input, sizeRange.orElse(0));
        }
        if (sizeRange.isPresent()) {
            throw new IllegalArgumentException("--multiscale-range and --random-size are alternatives; give only one");
        }
        if (sizeBlocks.size() != 2) {
            throw new IllegalArgumentException("--random-size needs MIN,MAX, got " + sizeBlocks);
        }
        return new SizeRange(sizeBlocks.get(0), sizeBlocks.get(1));
    }
}
