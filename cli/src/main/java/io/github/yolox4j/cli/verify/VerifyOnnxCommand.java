package io.github.yolox4j.cli.verify;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.file.InputImages;
import io.github.yolox4j.cli.option.DeviceOptions;
import io.github.yolox4j.cli.weights.LegacyOption;
import io.github.yolox4j.cli.weights.TrainedModel;
import io.github.yolox4j.cli.weights.WeightsFile;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code yolox4j verify onnx}. */
@Command(
        name = "onnx",
        sortOptions = false,
        description = {
            "Compares an ONNX file with the weights it was exported from, or with another ONNX file, and "
                    + "reports each difference.",
            "'verify onnx FILE --against WEIGHTS' compares the content of FILE with a fresh export, node "
                    + "by node and number by number; runs the official ONNX checker; and compares the outputs in "
                    + "ONNX Runtime with SameDiff's on " + InputImages.COMPARED
                    + " images, at batch 1 and 4 (or the file's own batch size).",
            "'verify onnx A B' compares file A with reference file B. They need not come from this "
                    + "project. It runs both in ONNX Runtime on the same inputs and compares names, types, shapes "
                    + "and values of the outputs."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  yolox4j verify onnx cells.onnx --against runs/cells/best.ckpt --images photos/",
            "  yolox4j verify onnx cells-opset11.onnx cells.onnx --bisect"
        })
final class VerifyOnnxCommand extends ConsoleCommand {

    @Parameters(index = "0", paramLabel = "FILE", description = "The ONNX file.")
    private Path file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "REFERENCE",
            description = "The reference: an ONNX file with the same inputs.")
    private Optional<Path> reference = Optional.empty();

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "The weights it was exported from: " + WeightsFile.KINDS + ".")
    private Optional<Path> weights = Optional.empty();

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Folder of images: the first " + InputImages.COMPARED
                    + " are used (default: seeded noise; random numbers for a "
                    + "file without the metadata of a detector).")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--bisect",
            description = "With --against: also runs each layer on the inputs SameDiff computed and reports "
                    + "the first layer whose output differs. With a second file: also compares inner "
                    + "values that have the same name in both files.")
    private boolean bisect;

    @Mixin
    private LegacyOption legacy;

    @Mixin
    private DeviceOptions device;

    @Mixin
    private ReportOptions reports;

    @Override
    protected int run(PrintWriter out) throws IOException {
        if (weights.isPresent() == reference.isPresent()) {
            throw new ParameterException(
                    spec().commandLine(),
                    "expected either --against FILE or a second ONNX file, got "
                            + (weights.isPresent() ? "both" : "neither"));
        }
        if (reference.isPresent()) {
            legacy.refuse("it says what the weights of --against are, and there are none");
        }
        reports.check();
        SessionSettings settings = device.settings();
        return reference.isPresent()
                ? beside(reference.get(), settings, out)
                : against(weights.orElseThrow(), settings, out);
    }

    private int against(Path checkpoint, SessionSettings settings, PrintWriter out) throws IOException {
        TrainedModel model = TrainedModel.of(legacy.open(checkpoint, err()));
        List<BgrImage> images = InputImages.compared(folder, model.input(), InputImages.COMPARED);
        String data = data(images);
        announce(settings, data, out);
        ExportReview review = new ExportReview(model.config(), model.weights(), model.input(), model.facts(), settings);
        Report report = review.of(file, images);
        Report whole = bisect ? report.withCase(review.layers(file, images.get(0))) : report;
        return finish(whole.withFact("against", checkpoint.toString()), settings, data, out);
    }

    private int beside(Path other, SessionSettings settings, PrintWriter out) throws IOException {
        OnnxPair pair = OnnxPair.read(file, other, settings);
        Optional<AnchorGrid> grid = pair.grid();
        String data = "seeded random numbers, alternately uniform over [0, 1) and [0, 256)";
        if (folder.isPresent() || grid.isPresent()) {
            List<BgrImage> images = folder.isPresent()
                    ? InputImages.first(InputImages.COMPARED, folder.get())
                    : InputImages.noise(grid.orElseThrow(), InputImages.COMPARED);
            pair = pair.withImages(images);
            data = data(images);
        }
        Optional<CaseResult> layers = bisect ? Optional.of(pair.layers()) : Optional.empty();
        announce(settings, data, out);
        Report report = pair.compare();
        Report whole = layers.map(report::withCase).orElse(report);
        return finish(whole.withFact("against", other.toString()), settings, data, out);
    }

    private String data(List<BgrImage> images) {
        return images.size() + " images of " + folder.map(Path::toString).orElse("seeded noise");
    }

    private int finish(Report report, SessionSettings settings, String data, PrintWriter out) throws IOException {
        report.cases().forEach(result -> out.println(result.line()));
        return reports.finish(report.withFact("engine", engine(settings)).withFact("inputs", data));
    }

    private static void announce(SessionSettings settings, String data, PrintWriter out) {
        out.println(engine(settings) + ", " + data);
    }

    private static String engine(SessionSettings settings) {
        return "ONNX Runtime " + InstalledRuntime.version() + " on " + settings;
    }
}
