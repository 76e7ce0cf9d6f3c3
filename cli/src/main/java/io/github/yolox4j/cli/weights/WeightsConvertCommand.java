package io.github.yolox4j.cli.weights;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.file.Inputs;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.weights.StateDict;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.model.weights.file.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yolox4j weights convert}. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Converts a weights file to safetensors, with the names, shapes and order of the "
                + "reference's state_dict. Of a checkpoint of a training run it writes the moving average. "
                + "PyTorch loads the file with strict=True and fills in the batch-norm counters "
                + "(num_batches_tracked).",
        footerHeading = "%nExample:%n",
        footer = "  yolox4j weights convert runs/cells/best.ckpt cells.safetensors")
final class WeightsConvertCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "IN", description = "The file to read: " + WeightsFile.KINDS + ".")
    private Path source;

    @Parameters(index = "1", paramLabel = "OUT", description = "The safetensors file to write.")
    private Path target;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Inputs.of(source).refuseAsOutput(target);
        WeightsFile file = WeightsFile.open(source);
        Weights weights = file.weights();
        Safetensors.write(target, StateDict.of(source.toString(), weights));
        YoloxConfig config = file.config();
        spec.commandLine()
                .getOut()
                .printf(
                        "%s: %s, %d classes, %,d parameters in %d arrays.%n",
                        target,
                        config.name(),
                        config.classes(),
                        weights.parameterCount(),
                        weights.names().size());
        return ExitCode.DONE;
    }
}
