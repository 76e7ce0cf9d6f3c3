package io.github.yolox4j.cli.demo;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.console.TrainingProgress;
import io.github.yolox4j.cli.doctor.NativeBackend;
import io.github.yolox4j.cli.file.InputImages;
import io.github.yolox4j.cli.file.JsonFiles;
import io.github.yolox4j.cli.option.EngineOptions;
import io.github.yolox4j.cli.report.RunReport;
import io.github.yolox4j.cli.report.Tables;
import io.github.yolox4j.cli.weights.TrainedModel;
import io.github.yolox4j.cli.weights.WeightsFile;
import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.detection.image.opencv.BoxPainter;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.detection.metadata.Selection;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.DetectorFactory;
import io.github.yolox4j.train.Epochs;
import io.github.yolox4j.train.Optimisation;
import io.github.yolox4j.train.Trainer;
import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.TrainingResult;
import io.github.yolox4j.train.TrainingSetup;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.augment.AugmentationRecipe;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.eval.DetectedDataset;
import io.github.yolox4j.train.optim.EmaDecay;
import io.github.yolox4j.verify.export.ProvenExport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code yolox4j demo}: the whole road on images that it draws itself. */
@Command(
        name = "demo",
        sortOptions = false,
        description = "Draws a dataset of shapes, trains a small detector on it, evaluates, exports and "
                + "verifies it, draws its detections, and leaves a report. It takes a few minutes, downloads "
                + "nothing and writes into one folder.")
public final class DemoCommand extends ConsoleCommand {

    private static final int SIDE = 128;
    private static final int TRAINING_IMAGES = 400;
    private static final int TEST_IMAGES = 100;
    private static final String RUN = "run";
    private static final int PICTURES = 12;
    private static final int BATCH = 16;
    private static final double LEARNING_RATE = 0.03;
    private static final double AVERAGE_DECAY = 0.998;
    private static final double DRAWN_CONFIDENCE = 0.5;

    @Option(
            names = "--output",
            defaultValue = "out/demo",
            paramLabel = "DIR",
            description = "Output folder (default: ${DEFAULT-VALUE}).")
    private Path output;

    @Option(names = "--epochs", defaultValue = "40", description = "Number of epochs (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Mixin
    private EngineOptions engine;

    @Option(
            names = "--seed",
            defaultValue = "${bundle:run.seed}",
            description = "Random seed of the images and of training (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    protected int run(PrintWriter out) throws IOException {
        if (Files.exists(output.resolve(RUN))) {
            throw new IOException(output + " holds an earlier demo; remove it, or name another folder with --output");
        }
        long start = System.nanoTime();
        TrainingEngine.Factory engines = engine.factory();
        NativeBackend.report(out, err());
        engine.report(out);

        ShapesDataset shapes = drawImages(out);
        Dataset training = shapes.format().read(dataFolder(), ShapesDataset.TRAIN);
        Dataset test = shapes.format().read(dataFolder(), ShapesDataset.TEST, Optional.of(training.classes()));
        TrainingResult trained = train(training, test, engines, out);
        Path report = report(trained);
        TrainedModel model = TrainedModel.of(WeightsFile.open(trained.best()));
        Path onnx = output.resolve("shapes.onnx");
        ProvenExport.Proof proof = export(model, test, onnx, out);
        List<Path> pictures = drawDetections(model, test, engines.detectors(), out);

        DemoSummary summary =
                new DemoSummary((System.nanoTime() - start) / 1e9, trained, onnx, proof.parity(), pictures, report);
        JsonFiles.write(output.resolve("summary.json"), summary.json());
        out.println();
        summary.print(out, output);
        return ExitCode.DONE;
    }

    private Path dataFolder() {
        return output.resolve("dataset");
    }

    private ShapesDataset drawImages(PrintWriter out) throws IOException {
        out.printf(
                "1/4 Drawing %d training and %d test images of %d x %d.%n", TRAINING_IMAGES, TEST_IMAGES, SIDE, SIDE);
        ShapesDataset shapes = new ShapesDataset(seed, SIDE, TRAINING_IMAGES, TEST_IMAGES);
        shapes.write(dataFolder());
        return shapes;
    }

    private TrainingResult train(Dataset training, Dataset test, TrainingEngine.Factory engines, PrintWriter out)
            throws IOException {
        out.println("2/4 Training.");
        try (TrainingProgress progress = new TrainingProgress(out)) {
            TrainingSetup setup = TrainingSetup.of(training, test, output.resolve(RUN))
                    .withListener(progress)
                    .withEngines(engines);
            TrainingResult trained = new Trainer(config(training), setup).run();
            out.printf("%n%s%n", Tables.of(trained.metrics(), test));
            return trained;
        }
    }

    /** Writes the report of the run, where it is found at once. */
    private Path report(TrainingResult trained) throws IOException {
        DetectedDataset detected = trained.measured().detected();
        Path ofRun = new RunReport(output.resolve(RUN), detected.dataset(), ShapesDataset.TEST)
                .write(detected, engine.evaluatedBy());
        return Files.move(ofRun, output.resolve(RunReport.FILE), StandardCopyOption.REPLACE_EXISTING);
    }

    private static ProvenExport.Proof export(TrainedModel model, Dataset test, Path onnx, PrintWriter out)
            throws IOException {
        out.println("3/4 Exporting to ONNX and comparing the file in ONNX Runtime with the trained graph.");
        List<BgrImage> parityImages = new ArrayList<>();
        for (Sample sample : test.samples().subList(0, InputImages.COMPARED)) {
            parityImages.add(ImageFiles.read(sample.image()));
        }
        ProvenExport.Proof proof = model.export()
                .write(
                        DetectorOptions.of(Form.DECODED),
                        model.facts(),
                        ProvenExport.PrecisionChange.NONE,
                        parityImages,
                        onnx);
        proof.lines().forEach(out::println);
        return proof;
    }

    private TrainingConfig config(Dataset training) {
        YoloxConfig model = YoloxConfig.of(YoloxConfig.Size.NANO)
                .withClasses(training.classes().size());
        return TrainingConfig.of(model, new AnchorGrid(SIDE, SIDE), BATCH, Epochs.of(epochs))
                .withAugmentation(AugmentationRecipe.LIGHT)
                .withOptimisation(Optimisation.DEFAULT
                        .withLearningRatePerImage(LEARNING_RATE / BATCH)
                        .withAverageDecay(new EmaDecay(AVERAGE_DECAY, EmaDecay.DEFAULT.ramp())))
                .withSeed(seed);
    }

    private List<Path> drawDetections(TrainedModel model, Dataset test, DetectorFactory detectors, PrintWriter out)
            throws IOException {
        out.printf("4/4 Drawing the detections in %d test images.%n", PICTURES);
        Path folder = Files.createDirectories(output.resolve("pictures"));
        List<Path> pictures = new ArrayList<>();
        BoxPainter painter = BoxPainter.of(model.classes()).withSmallestSide(4 * SIDE);
        try (Detector detector = model.detector(
                detectors, Selection.DEFAULT.withConfidence(DRAWN_CONFIDENCE).postprocessing(), 1)) {
            for (Sample sample : test.samples().subList(0, PICTURES)) {
                BgrImage image = ImageFiles.read(sample.image());
                List<Detection> found = detector.detect(image);
                Path picture = folder.resolve(sample.id() + ".png");
                ImageFiles.write(painter.draw(image, found), picture);
                pictures.add(picture);
            }
        }
        return pictures;
    }
}
