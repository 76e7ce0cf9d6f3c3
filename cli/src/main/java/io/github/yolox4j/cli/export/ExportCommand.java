package io.github.yolox4j.cli.export;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.file.InputImages;
import io.github.yolox4j.cli.file.Inputs;
import io.github.yolox4j.cli.option.ClassNamesOption;
import io.github.yolox4j.cli.option.WeightsOptions;
import io.github.yolox4j.cli.weights.TrainedModel;
import io.github.yolox4j.cli.weights.WeightsFile;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.detection.metadata.Selection;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.export.detector.InputForm;
import io.github.yolox4j.onnx.Opset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code yolox4j export}. */
@Command(
        name = "export",
        sortOptions = false,
        description = "Exports a trained detector as an ONNX file. Input: 'images' [batch, 3, height, width], "
                + "blue-green-red, 0..255. Output: 'output' [batch, anchors, 5 + classes], or detections. "
                + "The file is kept only if the ONNX checker accepts it and ONNX Runtime computes the same "
                + "as SameDiff.",
        footerHeading = "%nExample:%n",
        footer = {
            "  yolox4j export --weights runs/cells/best.ckpt --form decoded --output cells.onnx",
            "  yolox4j export --weights runs/cells/best.ckpt --form nms --preprocess rgb --output cells-nms.onnx",
            "  yolox4j export --weights runs/cells/best.ckpt --precision int8 --calibrate photos --output"
                    + " cells-int8.onnx"
        })
public final class ExportCommand extends ConsoleCommand {

    @Mixin
    private WeightsOptions weights;

    @Mixin
    private ClassNamesOption names;

    private static final int PARITY_IMAGES = 4;

    static final class BatchConverter implements ITypeConverter<OptionalInt> {

        @Override
        public OptionalInt convert(String value) {
            if (value.equals("dynamic")) {
                return OptionalInt.empty();
            }
            if (!value.matches("[1-9]\\d{0,3}")) {
                throw new IllegalArgumentException(
                        "batch must be a number from 1 to 9999 or 'dynamic', got '" + value + "'");
            }
            return OptionalInt.of(Integer.parseInt(value));
        }
    }

    enum Sizes {
        FIXED,
        DYNAMIC
    }

    /** Channel order of images that the file letterboxes. */
    enum Colours {
        RGB,
        BGR
    }

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The ONNX file to write.")
    private Path output;

    @Option(
            names = "--form",
            defaultValue = "raw",
            paramLabel = "raw|decoded|nms|detections",
            description = {
                "raw: as in the official files, boxes not decoded; decoded: centre x, centre y, width, "
                        + "height in input pixels;",
                "nms: [n, 7] detections: batch, x1, y1, x2, y2, score, class; detections: num_dets [batch, 1],"
                        + " det_boxes [batch, K, 4], det_scores [batch, K], det_classes [batch, K] "
                        + "(default: ${DEFAULT-VALUE})."
            })
    private Form form;

    @Option(
            names = "--batch",
            defaultValue = "dynamic",
            paramLabel = "N|dynamic",
            converter = BatchConverter.class,
            description = "Batch size of the file: a number, or dynamic to choose it at run time (default: "
                    + "${DEFAULT-VALUE}).")
    private OptionalInt batch;

    @Option(
            names = "--sizes",
            defaultValue = "fixed",
            paramLabel = "fixed|dynamic",
            description = "fixed: the input size of training; dynamic: any multiples of 32, chosen at run time "
                    + "(default: ${DEFAULT-VALUE}).")
    private Sizes sizes;

    @Option(
            names = "--preprocess",
            paramLabel = "rgb|bgr",
            description = "The file takes images of any size as bytes [batch, height, width, 3], letterboxes "
                    + "them itself and returns boxes in image pixels. Not available for the form raw.")
    private Optional<Colours> preprocess = Optional.empty();

    @Option(
            names = "--opset",
            defaultValue = "${bundle:export.opset}",
            paramLabel = Opset.OLDEST + ".." + Opset.NEWEST,
            description = "ONNX opset version (default: ${DEFAULT-VALUE}).")
    private int opset;

    @Option(
            names = "--conf",
            defaultValue = "${bundle:selection.confidence}",
            paramLabel = "P",
            description = "Minimum score, for nms and detections (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(
            names = "--nms",
            defaultValue = "${bundle:selection.iou}",
            paramLabel = "IOU",
            description = "IoU threshold of non-maximum suppression, for nms and detections (default: "
                    + "${DEFAULT-VALUE}).")
    private double iouThreshold;

    @Option(
            names = "--max-detections",
            defaultValue = "${bundle:selection.most}",
            paramLabel = "K",
            description = "Maximum number of detections per image, for nms and detections (default: ${DEFAULT-VALUE}).")
    private int most;

    @Option(
            names = "--input-name",
            defaultValue = "${bundle:export.input}",
            paramLabel = "NAME",
            description = "Name of the input (default: ${DEFAULT-VALUE}).")
    private String inputName;

    @Option(
            names = "--output-name",
            split = ",",
            paramLabel = "NAME",
            description = "Name of the output; for detections, four names separated by commas (default: "
                    + "${bundle:export.output}, or ${bundle:export.outputs}).")
    private List<String> outputNames = List.of();

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Folder of images: the first " + InputImages.COMPARED
                    + " are used to verify the file (default: seeded noise).")
    private Optional<Path> folder = Optional.empty();

    @Mixin
    private PrecisionOptions precision;

    @Override
    protected int run(PrintWriter out) throws IOException {
        DetectorOptions options = options();
        Inputs.of(weights.file()).refuseAsOutput(output);
        WeightsFile file = weights.open(err());
        TrainedModel model = TrainedModel.of(file, weights.input(file), file.classesOrNumbers(names.names()));
        List<BgrImage> images = InputImages.compared(folder, model.input(), PARITY_IMAGES);
        model.export()
                .write(options, model.facts(), precision.change(options.opset(), model, out), images, output)
                .lines()
                .forEach(out::println);
        out.printf(
                "%s: %,d bytes.%nVerify it again with: yolox4j verify onnx %s --against %s%s%n",
                output,
                Files.size(output),
                output,
                weights.file(),
                weights.legacy().asTyped());
        return ExitCode.DONE;
    }

    private DetectorOptions options() {
        if (preprocess.isPresent() && sizes == Sizes.DYNAMIC) {
            throw new IllegalArgumentException(
                    "--preprocess letterboxes images of any size to a fixed input size; it cannot be "
                            + "combined with --sizes dynamic");
        }
        DetectorOptions options = DetectorOptions.of(form)
                .withSelection(new Selection(confidence, iouThreshold, most))
                .withInput(inputForm())
                .withOpset(new Opset(opset))
                .withNames(inputName, outputNames.isEmpty() ? DetectorOptions.defaultNames(form) : outputNames);
        return batch.isPresent() ? options.withBatch(batch.getAsInt()) : options;
    }

    private InputForm inputForm() {
        InputForm ofTensor = sizes == Sizes.DYNAMIC ? InputForm.DYNAMIC : InputForm.FIXED;
        return preprocess.map(colours -> InputForm.valueOf(colours.name())).orElse(ofTensor);
    }
}
