package io.github.yolox4j.cli.export;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.option.AssignmentOptions;
import io.github.yolox4j.cli.option.LossOptions;
import io.github.yolox4j.cli.option.NetworkOptions;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.export.lowering.gradient.Dialect;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.runtime.OnnxTrainingStep;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code yolox4j export-step}. */
@Command(
        name = "export-step",
        sortOptions = false,
        description = "Exports a training step as an ONNX file: forward pass, label assignment, loss and "
                + "gradients in one graph of standard operators, for one input size and batch size. Its "
                + "inputs are images, objects and weights.")
public final class ExportStepCommand extends ConsoleCommand {

    @Parameters(index = "0", paramLabel = "FILE", description = "The file to write.")
    private Path file;

    @Mixin
    private NetworkOptions network;

    @Option(
            names = "--class-count",
            defaultValue = "${bundle:network.classes}",
            paramLabel = "N",
            description = "Number of object classes (default: ${DEFAULT-VALUE}).")
    private int classes;

    @Mixin
    private LossOptions losses;

    @Mixin
    private AssignmentOptions assignment;

    @Option(
            names = "--onnxruntime",
            description = "Also uses ONNX Runtime's own operators where they are faster. Other runtimes cannot "
                    + "run such a file.")
    private boolean forOnnxRuntime;

    @Override
    protected int run(PrintWriter out) throws IOException {
        AnchorGrid input = network.input();
        int batch = network.batch();
        YoloxConfig config = network.config().withClasses(classes);
        Weights shapes = new Yolox(config).initialise(DataType.FLOAT, 0);
        OnnxModel model = OnnxTrainingStep.of(
                        YoloxTask.of(config).withLosses(losses.choice()).withAssigner(assignment.assigner()),
                        shapes,
                        input,
                        batch,
                        forOnnxRuntime ? Dialect.ONNX_RUNTIME : Dialect.STANDARD)
                .model();
        WholeFile.write(file, model::writeTo);
        out.printf(
                Locale.ROOT,
                "%s: a training step of %s at %d x %d, batch %d: %d operators, %d inputs, %d outputs%n",
                file,
                config.name(),
                input.height(),
                input.width(),
                batch,
                model.graph().nodes().size(),
                model.graph().inputs().size(),
                model.graph().outputs().size());
        return ExitCode.DONE;
    }
}
