package io.github.yolox4j.cli.option;

import io.github.yolox4j.cli.weights.LegacyOption;
import io.github.yolox4j.cli.weights.WeightsFile;
import io.github.yolox4j.detection.decode.AnchorGrid;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which trained weights a command works with, and at what input size. */
public final class WeightsOptions {

    @Option(
            names = "--weights",
            required = true,
            paramLabel = "FILE",
            description = "Trained weights: " + WeightsFile.KINDS + ".")
    private Path file;

    @Option(
            names = "--input",
            paramLabel = "SIDE|HxW",
            description = "Input size in pixels (default: that of the file; if it has none, ${bundle:network.side} for "
                    + "nano and tiny, ${bundle:network.side.larger} "
                    + "for larger networks).")
    private Optional<AnchorGrid> input = Optional.empty();

    @Mixin
    private LegacyOption legacy;

    public Path file() {
        return file;
    }

    /** The input size asked for on the command line. */
    public Optional<AnchorGrid> asked() {
        return input;
    }

    /** Reads the file; what its user should know goes to the error stream. */
    public WeightsFile open(PrintWriter err) throws IOException {
        return legacy.open(file, err);
    }

    /** Whether the weights are said to be legacy. */
    public LegacyOption legacy() {
        return legacy;
    }

    public AnchorGrid input(WeightsFile weights) {
        return weights.input(input);
    }
}
