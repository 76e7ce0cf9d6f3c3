package io.github.yolox4j.cli;

import io.github.yolox4j.export.ModelMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code yolox4j export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes a trained detector as an ONNX file (opset 17): input 'images' [batch, 3, height, width],"
                + " blue-green-red, 0..255; output 'output' [batch, anchors, 5 + classes].",
        footerHeading = "%nExample:%n",
        footer = "  yolox4j export --weights runs/cells/best.ckpt --form decoded --output cells.onnx")
final class ExportCommand implements Callable<Integer> {

    @Mixin
    private WeightsOptions weights;

    @Mixin
    private ClassesOption names;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The ONNX file to write.")
    private Path output;

    @Option(
            names = "--form",
            defaultValue = "raw",
            paramLabel = "raw|decoded",
            description =
                    "raw: the official form, boxes not decoded; decoded: centre x, centre y, width, height in pixels of the input (default: ${DEFAULT-VALUE}).")
    private ModelMetadata.Decode form;

    @Option(
            names = "--batch",
            defaultValue = "dynamic",
            paramLabel = "N|dynamic",
            converter = BatchConverter.class,
            description = "Images per run, fixed or chosen at run time (default: ${DEFAULT-VALUE}).")
    private OptionalInt batch;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        WeightsFile file = weights.open();
        List<String> classes = file.classesOrNumbers(names.names());
        Exports.write(TrainedModel.of(file, weights.input(file), classes), form, batch, output);
        spec.commandLine()
                .getOut()
                .printf(
                        "%s: %,d bytes.%nProve it with: yolox4j verify onnx %s --against %s%n",
                        output, Files.size(output), output, weights.file());
        return ExitCode.DONE;
    }
}
