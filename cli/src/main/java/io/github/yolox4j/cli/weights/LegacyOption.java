package io.github.yolox4j.cli.weights;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Whether weights are of YOLOX before 0.2, as the reference's {@code --legacy} says. */
public final class LegacyOption {

    private static final String NAME = "--legacy";

    @Option(
            names = NAME,
            arity = "0..1",
            defaultValue = "false",
            fallbackValue = "true",
            description = "The weights are of YOLOX before version 0.2: red-green-blue images, normalised by mean and "
                    + "deviation. Files that this program writes of them say so themselves.")
    private boolean legacy;

    /** Reads weights; what their user should know is printed. */
    public WeightsFile open(Path file, PrintWriter remarks) throws IOException {
        WeightsFile opened = WeightsFile.open(file, remarks);
        try {
            return legacy ? opened.asLegacy() : opened;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(NAME + ": " + e.getMessage(), e);
        }
    }

    /**
     * For where this is no choice.
     *
     * @throws IllegalArgumentException if it was asked for
     */
    public void refuse(String reason) {
        if (legacy) {
            throw new IllegalArgumentException(NAME + ": " + reason);
        }
    }

    /** The option as it stands on the command line, after a space; empty without it. */
    public String asTyped() {
        return legacy ? " " + NAME : "";
    }
}
