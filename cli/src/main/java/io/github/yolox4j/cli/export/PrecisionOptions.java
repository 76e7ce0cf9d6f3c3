package io.github.yolox4j.cli.export;

import io.github.yolox4j.cli.file.InputImages;
import io.github.yolox4j.cli.weights.TrainedModel;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.export.precision.HalfPrecision;
import io.github.yolox4j.export.precision.Int8Precision;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.runtime.OnnxCalibrator;
import io.github.yolox4j.runtime.SensitivityScan;
import io.github.yolox4j.verify.export.ProvenExport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** In which numbers an exported file computes. */
final class PrecisionOptions {

    private static final int MOST_IMAGES = 64;
    private static final int SCAN_IMAGES = 4;
    private static final String FACT = "precision";
    private static final int PER_CHANNEL_OPSET = 13;

    enum Precision {
        FP32,
        FP16,
        INT8
    }

    @Option(
            names = "--precision",
            defaultValue = "fp32",
            paramLabel = "fp32|fp16|int8",
            description = "Precision of the network. Input, output and decoding stay in single precision "
                    + "(default: ${DEFAULT-VALUE}).")
    private Precision precision;

    @Option(
            names = "--calibrate",
            paramLabel = "DIR",
            description = "Folder of images for int8 calibration; the first " + MOST_IMAGES + " are used.")
    private Optional<Path> calibrate = Optional.empty();

    @Option(
            names = "--percentile",
            defaultValue = "100",
            paramLabel = "P",
            description = "Percentile of observed activations that the int8 range covers; 100 covers all "
                    + "(default: ${DEFAULT-VALUE}).")
    private double percentile;

    @Option(
            names = "--in-float",
            split = ",",
            paramLabel = "LAYER",
            description = "Convolutions to keep in single precision, by name, such as "
                    + "backbone.backbone.stem.conv.conv (default: those that change the output most).")
    private List<String> inFloat = List.of();

    ProvenExport.PrecisionChange change(Opset opset, TrainedModel trained, PrintWriter out) {
        if (calibrate.isPresent() != (precision == Precision.INT8)) {
            throw new IllegalArgumentException(
                    precision == Precision.INT8
                            ? "--precision int8 needs --calibrate, a folder of images"
                            : "--calibrate is for --precision int8 only");
        }
        if (precision == Precision.INT8 && opset.version() < PER_CHANNEL_OPSET) {
            throw new IllegalArgumentException("--precision int8 needs --opset " + PER_CHANNEL_OPSET
                    + " or above, for per-channel scales; got " + opset.version());
        }
        return switch (precision) {
            case FP32 -> ProvenExport.PrecisionChange.NONE;
            case FP16 -> model ->
                    model.withGraph(new HalfPrecision().apply(model.graph())).withFact(FACT, "fp16");
            case INT8 -> model -> int8(model, plain(trained), out);
        };
    }

    /** The network with one image and the raw output, on which int8 is calibrated whatever the file's form. */
    private static OnnxGraph plain(TrainedModel model) {
        DetectorOptions raw = DetectorOptions.of(Form.RAW).withBatch(1);
        return new DetectorExporter(model.config(), model.weights(), model.input())
                .model(raw, model.facts())
                .graph();
    }

    private OnnxModel int8(OnnxModel model, OnnxGraph plain, PrintWriter out) throws IOException {
        List<BgrImage> images = InputImages.first(MOST_IMAGES, calibrate.orElseThrow());
        OnnxCalibrator calibrator = OnnxCalibrator.percentile(images, percentile);
        Set<String> kept = inFloat.isEmpty()
                ? new SensitivityScan(images.subList(0, Math.min(SCAN_IMAGES, images.size())))
                        .above(SensitivityScan.LIMIT, plain, calibrator)
                : Set.copyOf(inFloat);
        int all = Int8Precision.layers(plain).size();
        out.printf(
                "int8, calibrated on %d images of %s: %d convolutions in int8, %d in float: %s%n",
                images.size(), calibrate.orElseThrow(), all - kept.size(), kept.size(), new TreeSet<>(kept));
        if (ByteProducts.of(ByteProducts.CPU_INFO) == ByteProducts.MISSING) {
            out.println("This processor has no VNNI instructions, so the file may be no faster here than one in fp32.");
        }
        Int8Precision int8 = Int8Precision.of((graph, values) -> calibrator.ranges(plain, values))
                .withInFloat(kept);
        return model.withGraph(int8.apply(model.graph())).withFact(FACT, "int8");
    }
}
