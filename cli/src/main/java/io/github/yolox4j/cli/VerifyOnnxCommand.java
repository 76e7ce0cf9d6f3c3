package io.github.yolox4j.cli;

import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.verify.export.OnnxParity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yolox4j verify onnx}. */
@Command(
        name = "onnx",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs an exported file in ONNX Runtime beside the SameDiff graph of its weights, on 8 images,"
                + " at batch 1 and 4 (or the file's own), and compares every number.",
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

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        OnnxParity parity = parity();
        AnchorGrid grid = OnnxParity.input(file);
        List<float[]> images = folder.isPresent() ? ParityImages.of(folder.get(), grid) : ParityImages.noise(grid);
        List<OnnxParity.Result> results = parity.compare(file, images);
        for (OnnxParity.Result result : results) {
            out.printf(
                    "%s batch %d, %d images: %s; %s%n",
                    result.passed() ? "passed" : "FAILED",
                    result.batch(),
                    result.images(),
                    result.worst().measure(),
                    result.worst().finding());
        }
        return results.stream().allMatch(OnnxParity.Result::passed) ? ExitCode.DONE : ExitCode.CHECK_FAILED;
    }

    private OnnxParity parity() throws IOException {
        WeightsFile source = WeightsFile.open(weights);
        return new OnnxParity(source.config(), source.weights());
    }
}
