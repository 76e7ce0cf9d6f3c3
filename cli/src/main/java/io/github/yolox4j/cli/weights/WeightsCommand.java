package io.github.yolox4j.cli.weights;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.file.Inputs;
import io.github.yolox4j.model.weights.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code yolox4j weights}, with its subcommand. */
@Command(
        name = "weights",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Converts weights files.",
        subcommands = WeightsCommand.Convert.class)
public final class WeightsCommand {

    @Command(
            name = "convert",
            sortOptions = false,
            description = "Converts a weights file to safetensors, with the names, shapes and order of the "
                    + "reference's state_dict, and the class names if the file says them. Of a checkpoint of a "
                    + "training run it writes the moving average. "
                    + "PyTorch loads the file with strict=True and fills in the batch-norm counters "
                    + "(num_batches_tracked).",
            footerHeading = "%nExample:%n",
            footer = "  yolox4j weights convert runs/cells/best.ckpt cells.safetensors")
    static final class Convert extends ConsoleCommand {

        @Parameters(index = "0", paramLabel = "IN", description = "The file to read: " + WeightsFile.KINDS + ".")
        private Path source;

        @Parameters(index = "1", paramLabel = "OUT", description = "The safetensors file to write.")
        private Path target;

        @Mixin
        private LegacyOption legacy;

        @Override
        protected int run(PrintWriter out) throws IOException {
            Inputs.of(source).refuseAsOutput(target);
            WeightsFile file = legacy.open(source, err());
            Weights weights = file.convert(target);
            out.printf(
                    "%s: %s, %d classes, %,d parameters in %d arrays.%n",
                    target,
                    file.config().name(),
                    file.config().classes(),
                    weights.parameterCount(),
                    weights.names().size());
            return ExitCode.DONE;
        }
    }
}
