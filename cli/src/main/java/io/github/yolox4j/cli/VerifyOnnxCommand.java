package io.github.yolox4j.cli;

import io.github.yolox4j.cli.file.ParityImages;
import io.github.yolox4j.cli.option.DeviceOptions;
import io.github.yolox4j.cli.option.ReportOptions;
import io.github.yolox4j.cli.weights.TrainedModel;
import io.github.yolox4j.cli.weights.WeightsFile;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.ort.InstalledRuntime;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.verify.Report;
import io.github.yolox4j.verify.export.ExportReview;
import io.github.yolox4j.verify.export.OnnxPair;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yolox4j verify onnx}. */
@Command(
        name = "onnx",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Reviews an ONNX file beside what it should be.",
            "With --against, an exported file beside its checkpoint: its content against a fresh export, node by node"
                    + " and number by number; the official ONNX checker; and its outputs in ONNX Runtime against"
                    + " SameDiff's on 8 images, at batch 1 and 4 (or the file's own).",
            "With a second file, of any maker: names, types, shapes and numbers of the outputs, both in ONNX Runtime"
                    + " on the same inputs.",
            "What differs is named."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  yolox4j verify onnx cells.onnx --against runs/cells/best.ckpt --images photos/",
            "  yolox4j verify onnx cells-opset11.onnx cells.onnx --bisect"
        })
final class VerifyOnnxCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FILE", description = "The ONNX file.")
    private Path file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "REFERENCE",
            description = "An ONNX file that takes the same inputs and should give the same outputs.")
    private Optional<Path> reference = Optional.empty();

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "The weights it was exported from: " + WeightsFile.KINDS + ".")
    private Optional<Path> weights = Optional.empty();

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description =
                    "Folder whose first 8 images are used; without it seeded noise: images for detectors that say how"
                            + " they take them, for other files random numbers.")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--bisect",
            description =
                    "Also walks through the layers, in the order in which they are computed, and names the first that"
                            + " makes other numbers than SameDiff does from the same inputs; of two files, through what"
                            + " bears the same name in both.")
    private boolean bisect;

    @Mixin
    private DeviceOptions device;

    @Mixin
    private ReportOptions reports;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (weights.isPresent() == reference.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "expected either --against FILE or a second ONNX file, got " + given());
        }
        reports.check();
        SessionSettings settings = device.settings();
        return reference.isPresent() ? beside(reference.get(), settings) : against(weights.orElseThrow(), settings);
    }

    private String given() {
        return weights.isPresent() ? "both" : "neither";
    }

    private int against(Path checkpoint, SessionSettings settings) throws IOException {
        TrainedModel model = TrainedModel.open(checkpoint);
        List<BgrImage> images = folder.isPresent() ? ParityImages.of(folder.get()) : ParityImages.noise(model.input());
        Run run = new Run(checkpoint, settings, data(images));
        run.announce(spec.commandLine().getOut());
        ExportReview review = new ExportReview(
                model.config(),
                model.weights(),
                model.input(),
                Exports.facts(model, ModelMetadata.Decode.RAW),
                settings);
        Report report = review.of(file, images);
        return finish(run, bisect ? report.withCase(review.layers(file, images.get(0))) : report);
    }

    private int beside(Path other, SessionSettings settings) throws IOException {
        OnnxPair pair = OnnxPair.read(file, other, settings);
        Optional<AnchorGrid> grid = pair.grid();
        String data = "seeded random numbers, uniform over [0, 1) and [0, 256) in turn";
        if (folder.isPresent() || grid.isPresent()) {
            List<BgrImage> images =
                    folder.isPresent() ? ParityImages.of(folder.get()) : ParityImages.noise(grid.orElseThrow());
            pair = pair.withImages(images);
            data = data(images);
        }
        Optional<CaseResult> layers = bisect ? Optional.of(pair.layers()) : Optional.empty();
        Run run = new Run(other, settings, data);
        run.announce(spec.commandLine().getOut());
        Report report = pair.compare();
        return finish(run, layers.map(report::withCase).orElse(report));
    }

    private String data(List<BgrImage> images) {
        return images.size() + " images of " + folder.map(Path::toString).orElse("seeded noise");
    }

    private int finish(Run run, Report report) throws IOException {
        report.cases().forEach(result -> spec.commandLine().getOut().println(result.line()));
        return reports.finish(report.withFact("against", run.against().toString())
                .withFact("engine", run.engine())
                .withFact("inputs", run.data()));
    }

    /**
     * What a reader should know of a run.
     *
     * @param data that was fed
     */
    private record Run(Path against, SessionSettings settings, String data) {

        String engine() {
            return "ONNX Runtime " + InstalledRuntime.version() + " on " + settings;
        }

        void announce(PrintWriter out) {
            out.println(engine() + ", " + data);
        }
    }
}
