package io.github.yolox4j.cli;

import io.github.yolox4j.cli.console.Durations;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.console.Interruption;
import io.github.yolox4j.cli.console.TrainingProgress;
import io.github.yolox4j.cli.doctor.NativeBackend;
import io.github.yolox4j.cli.option.AssignmentOptions;
import io.github.yolox4j.cli.option.AugmentationOptions;
import io.github.yolox4j.cli.option.CacheOptions;
import io.github.yolox4j.cli.option.ClassWeightsOption;
import io.github.yolox4j.cli.option.ConfigFile;
import io.github.yolox4j.cli.option.DatasetOptions;
import io.github.yolox4j.cli.option.EngineOptions;
import io.github.yolox4j.cli.option.InputSizeConverter;
import io.github.yolox4j.cli.option.LossOptions;
import io.github.yolox4j.cli.option.MultiScaleOptions;
import io.github.yolox4j.cli.option.OptimisationOptions;
import io.github.yolox4j.cli.option.SupervisionOptions;
import io.github.yolox4j.cli.report.RunReport;
import io.github.yolox4j.cli.report.Tables;
import io.github.yolox4j.cli.weights.WeightsFile;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.Epochs;
import io.github.yolox4j.train.MemoryNeed;
import io.github.yolox4j.train.Trainer;
import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.TrainingListener;
import io.github.yolox4j.train.TrainingResult;
import io.github.yolox4j.train.TrainingSetup;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.cache.ImageCache;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.eval.DetectedDataset;
import io.github.yolox4j.train.log.JsonLinesLog;
import io.github.yolox4j.train.log.TensorBoardLog;
import io.github.yolox4j.train.loss.LossChoice;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code yolox4j train}. */
@Command(
        name = TrainCommand.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains a detector on one's own images.",
        footerHeading = "%nExample:%n",
        footer = {
            "  yolox4j train --data data/cells --format voc --size nano --input 256 --epochs 40 --output runs/cells",
            "  yolox4j train --resume runs/cells"
        })
final class TrainCommand implements Callable<Integer> {

    static final String NAME = "train";

    private static final int FEW_STEPS = 2000;

    @Option(
            names = ConfigFile.OPTION,
            paramLabel = "FILE",
            description = "YAML file of options, as in 'box-loss: ciou'; the command line wins over it.")
    private Optional<Path> configFile = Optional.empty();

    @Option(
            names = ConfigFile.RESUME,
            paramLabel = "DIR",
            description =
                    "Goes on with the run in DIR, which was ended early, from its last checkpoint; its options are those of "
                            + ConfigFile.OF_RUN + " there.")
    private Optional<Path> resumed = Optional.empty();

    @Mixin
    private DatasetOptions data;

    @Option(
            names = "--train-split",
            defaultValue = "train",
            paramLabel = "NAME",
            description = "Images to train on (default: ${DEFAULT-VALUE}).")
    private String trainSplit;

    @Option(
            names = "--val-split",
            defaultValue = "val",
            paramLabel = "NAME",
            description = "Images to measure AP on (default: ${DEFAULT-VALUE}).")
    private String validationSplit;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "Folder for checkpoints and metrics; must not hold a run yet.")
    private Path output;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Weights to start from instead of random ones: " + WeightsFile.KINDS
                    + ". The classes may be others.")
    private Optional<Path> weights = Optional.empty();

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            description = "nano, tiny, s, m, l, x or yolov3 (default: that of --weights, else nano).")
    private Optional<String> size = Optional.empty();

    @Option(
            names = "--input",
            defaultValue = "416",
            paramLabel = "SIDE|HxW",
            converter = InputSizeConverter.class,
            description = "Input size in pixels, multiples of 32 (default: ${DEFAULT-VALUE}).")
    private AnchorGrid input;

    @Option(
            names = "--epochs",
            defaultValue = "300",
            description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(names = "--batch", defaultValue = "8", description = "Images per step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--warmup-epochs",
            paramLabel = "N",
            description = "Epochs of rising learning rate (default: 5, or a tenth of the epochs if that is less).")
    private Integer warmupEpochs;

    @Option(
            names = "--final-epochs",
            paramLabel = "N",
            description =
                    "Last epochs, at the lowest learning rate, with the L1 loss, without mosaic and mixup (default: 15, or a tenth of the epochs if that is less).")
    private Integer finalEpochs;

    @Mixin
    private OptimisationOptions optimisation;

    @Mixin
    private LossOptions lossOptions;

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
            defaultValue = "1",
            description = "Of first weights, order and augmentation (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        configFile.ifPresent(file -> out.println("Options from " + file));
        LossChoice losses = lossOptions.choice();
        TrainingEngine.Factory engines = engine.factory();
        Optional<YoloxConfig> askedModel = size.map(YoloxConfig.Size::parse).map(YoloxConfig::of);
        if (resumed.isEmpty() && Trainer.canResume(output)) {
            throw new IOException(output + " already holds a run; resume it with " + ConfigFile.RESUME + " " + output
                    + ", name another folder or remove it");
        }
        Map<String, Dataset> images = data.read(List.of(trainSplit, validationSplit), out);
        Dataset training = images.get(trainSplit);
        Dataset validation = images.get(validationSplit);
        Optional<WeightsFile> start =
                weights.isPresent() ? Optional.of(WeightsFile.open(weights.get())) : Optional.empty();
        YoloxConfig model = askedModel
                .or(() -> start.map(WeightsFile::config))
                .orElse(YoloxConfig.of(YoloxConfig.Size.NANO))
                .withClasses(training.classes().size());
        TrainingConfig config = config(model, classWeights.weighed(losses, training.classes()));
        ImageCache cache = caching.open(output);
        NativeBackend.report(out, spec.commandLine().getErr());
        engine.report(out);

        announce(config, training, validation, cache);
        Interruption.advise("go on with: yolox4j train " + ConfigFile.RESUME + " " + output);
        TrainingResult result;
        Map<Integer, String> names = Tables.names(validation);
        try (TrainingProgress progress = new TrainingProgress(out);
                TensorBoardLog events = new TensorBoardLog(output, names, Clock.systemUTC())) {
            TrainingListener lines = new JsonLinesLog(output.resolve("metrics.jsonl"), names);
            TrainingListener listener = progress.and(optionsWriter()).and(lines).and(events);
            TrainingSetup setup = new TrainingSetup(training, validation, output, listener, engines, cache);
            result = trainer(start, config, setup).run();
        }
        tell(result, validation);
        return ExitCode.DONE;
    }

    /** Says what is going to be done. */
    private void announce(TrainingConfig config, Dataset training, Dataset validation, ImageCache cache) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%d training images with %d boxes, %d validation images with %d boxes, classes %s.%n",
                training.size(),
                training.boxCount(),
                validation.size(),
                validation.boxCount(),
                String.join(", ", training.classes()));
        long both = Dataset.common(training, validation);
        if (both > 0) {
            out.printf(
                    "Of the %d validation images %d are training images too: AP says nothing about images that are new.%n",
                    validation.size(), both);
        }
        out.printf("Augmentation: %s.%n", config.augmentation());
        if (isHopeless(config, training)) {
            out.println("Fewer than " + FEW_STEPS
                    + " steps from random weights hardly make a detector by this recipe: start from --weights,"
                    + " or try --augment light with a higher --lr ('How long' in docs/guide.md).");
        }
        out.printf("Image cache: %s.%n", cache);
        out.printf(
                "Needs about %d MB of memory, besides a Java heap of up to %d MB.%n",
                MemoryNeed.of(config, engine.numbersPerActivation()).bytes() >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
    }

    /** Says what came out, and writes the report. */
    private void tell(TrainingResult result, Dataset validation) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        DetectedDataset detected = result.measured().detected();
        out.printf(
                Locale.ROOT,
                "%n%s%s in %s (steps waited for images: %.1f s of %.1f s). Best after epoch %d, on the split '%s':%n%s%n"
                        + "Checkpoint: %s%nReport: %s%n",
                result.work().stepSeconds() == 0 ? "The run was complete; measured" : "Done",
                result.work().epochs() < epochs
                        ? " after " + result.work().epochs() + " epochs, without a better AP,"
                        : "",
                Durations.readable(result.work().seconds()),
                result.work().waitedSeconds(),
                result.work().stepSeconds(),
                result.bestEpoch() + 1,
                validationSplit,
                Tables.of(result.metrics(), validation),
                result.best(),
                new RunReport(output, detected.dataset(), validationSplit).write(detected, batch));
        if (!result.skipped().isEmpty()) {
            out.printf(
                    "Images skipped, as they cannot be read: %d%n",
                    result.skipped().size());
            result.skipped().forEach(image -> out.println("  " + image.reason()));
        }
    }

    /**
     * The command with the options of a file.
     *
     * @throws IOException if an option is missing or wrong
     */
    static TrainCommand toldBy(ConfigFile options) throws IOException {
        CommandLine line = new CommandLine(new TrainCommand()).setCaseInsensitiveEnumValuesAllowed(true);
        line.setDefaultValueProvider(options);
        try {
            line.parseArgs();
        } catch (ParameterException e) {
            throw new IOException(options.file() + ": " + e.getMessage(), e);
        }
        return line.getCommand();
    }

    /** The images that it trains and measures on. */
    DatasetOptions data() {
        return data;
    }

    /** The images to measure AP on. */
    String validationSplit() {
        return validationSplit;
    }

    /** Whether random weights are to learn from mixed images in a few steps. */
    private boolean isHopeless(TrainingConfig config, Dataset training) {
        boolean mixes = !config.augmentation().equals(config.augmentation().withoutMixing());
        return weights.isEmpty() && resumed.isEmpty() && mixes && (long) training.size() / batch * epochs < FEW_STEPS;
    }

    private Trainer trainer(Optional<WeightsFile> start, TrainingConfig config, TrainingSetup setup)
            throws IOException {
        if (resumed.isPresent() && Trainer.canResume(output)) {
            return Trainer.resuming(config, setup);
        }
        if (start.isEmpty()) {
            return new Trainer(config, setup);
        }
        Weights first = new Yolox(config.model()).initialise(DataType.FLOAT, config.seed());
        spec.commandLine().getOut().println(first.load(start.get().stateDict()));
        return Trainer.startingFrom(first, config, setup);
    }

    /** Keeps the options beside the results, for {@value ConfigFile#RESUME}. */
    private TrainingListener optionsWriter() {
        return new TrainingListener() {
            @Override
            public void onStart(TrainingConfig config, int stepsPerEpoch, long parameters) {
                if (resumed.isEmpty()) {
                    try {
                        ConfigFile.write(output.resolve(ConfigFile.OF_RUN), spec);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        };
    }

    private TrainingConfig config(YoloxConfig model, LossChoice losses) {
        Epochs phases = Epochs.of(epochs);
        phases = new Epochs(
                epochs,
                warmupEpochs != null ? warmupEpochs : phases.warmup(),
                finalEpochs != null ? finalEpochs : phases.last());
        return TrainingConfig.of(model, input, batch, phases)
                .withOptimisation(optimisation.optimisation(batch))
                .withSizes(multiScale.range(input))
                .withLosses(losses)
                .withAugmentation(augmentation.recipe(model))
                .withAssigner(assignment.assigner())
                .withSupervision(supervision.supervision())
                .withSeed(seed);
    }
}
