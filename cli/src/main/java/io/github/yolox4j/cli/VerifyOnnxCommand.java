package io.github.yolox4j.cli;

import io.github.yolox4j.export.ModelMetadata;
import io.github.yolox4j.model.image.BgrImage;
import io.github.yolox4j.runtime.InstalledRuntime;
import io.github.yolox4j.runtime.SessionSettings;
import io.github.yolox4j.verify.Report;
import io.github.yolox4j.verify.export.ExportReview;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yolox4j verify onnx}. */
@Command(
        name = "onnx",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Reviews an exported file beside its checkpoint: its content against a fresh export, node by node and"
                        + " number by number; the official ONNX checker; and its outputs in ONNX Runtime against SameDiff's on 8 images,"
                        + " at batch 1 and 4 (or the file's own). What differs is named.",
        footerHeading = "%nExample:%n",
        footer = "  yolox4j verify onnx cells.onnx --against runs/cells/best.ckpt --images photos/")
final class VerifyOnnxCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The ONNX file.")
    private Path file;

    @Option(
            names = "--against",
            required = true,
            paramLabel = "FILE",
            description = "The weights it was exported from: " + WeightsFile.KINDS + ".")
    private Path weights;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Folder whose first 8 images are used; without it seeded noise.")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--bisect",
            description =
                    "Also walks through the network's layers, in the order in which they are computed, and names the first"
                            + " that makes other numbers than SameDiff does from the same inputs.")
    private boolean bisect;

    @Mixin
    private DeviceOptions device;

    @Mixin
    private ReportOptions reports;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        reports.check();
        PrintWriter out = spec.commandLine().getOut();
        SessionSettings settings = device.settings();
        TrainedModel model = TrainedModel.open(weights);
        List<BgrImage> images = folder.isPresent() ? ParityImages.of(folder.get()) : ParityImages.noise(model.input());
        String engine = "ONNX Runtime " + InstalledRuntime.version() + " on " + settings;
        String data = images.size() + " images of " + folder.map(Path::toString).orElse("seeded noise");
        out.println(engine + ", " + data);
        ExportReview review = new ExportReview(
                model.config(),
                model.weights(),
                model.input(),
                Exports.facts(model, ModelMetadata.Decode.RAW),
                settings);
        Report report = review.of(file, images);
        if (bisect) {
            report = report.withCase(review.layers(file, images.get(0)));
        }
        report.cases().forEach(result -> out.println(result.line()));
        return reports.finish(report.withFact("against", weights.toString())
                .withFact("engine", engine)
                .withFact("images", data));
    }
}
