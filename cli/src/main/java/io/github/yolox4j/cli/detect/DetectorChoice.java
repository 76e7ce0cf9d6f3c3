package io.github.yolox4j.cli.detect;

import io.github.yolox4j.cli.doctor.NativeBackend;
import io.github.yolox4j.cli.option.DeviceOptions;
import io.github.yolox4j.cli.option.Engine;
import io.github.yolox4j.cli.option.WeightsOptions;
import io.github.yolox4j.cli.weights.NamedDetector;
import io.github.yolox4j.cli.weights.TrainedModel;
import io.github.yolox4j.cli.weights.WeightsFile;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.inference.OnnxDetector;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which trained weights detect, and what computes them. */
final class DetectorChoice {

    @Mixin
    private WeightsOptions weights;

    @Option(
            names = Engine.OPTION,
            paramLabel = "NAME",
            description = "Engine: onnxruntime (ONNX files only) or samediff (default: onnxruntime for files "
                    + "of 'yolox4j export', samediff for all others).")
    private Optional<Engine> engine = Optional.empty();

    @Mixin
    private DeviceOptions device;

    /** Names the classes of weights that do not say them. */
    @FunctionalInterface
    interface Naming {
        List<String> of(WeightsFile file) throws IOException;
    }

    Path file() {
        return weights.file();
    }

    /**
     * Opens the detector; whoever asks closes it.
     *
     * @param batch images per run of SameDiff
     * @param naming where neither the file nor the command line says the names
     */
    NamedDetector open(
            Postprocessing postprocessing, int batch, Optional<List<String>> asked, Naming naming, PrintWriter err)
            throws IOException {
        boolean describesItself = OnnxDetector.describesItself(weights.file());
        Engine chosen = engine.orElse(describesItself ? Engine.ONNXRUNTIME : Engine.SAMEDIFF);
        if (chosen == Engine.ONNXRUNTIME) {
            weights.legacy()
                    .refuse(
                            describesItself
                                    ? weights.file() + " says itself how it takes images"
                                    : "ONNX Runtime gives a file the images as they are; export these weights with"
                                            + " --legacy first, or use --engine samediff");
        }
        if (chosen == Engine.ONNXRUNTIME && describesItself) {
            SessionSettings settings = device.settings();
            OnnxDetector detector = OnnxDetector.open(weights.file(), postprocessing, settings);
            return NamedDetector.of(detector, weights.asked(), asked, computedBy(settings));
        }
        if (chosen == Engine.ONNXRUNTIME && !OnnxDetector.isOnnx(weights.file())) {
            throw new IOException(
                    weights.file() + ": --engine onnxruntime runs ONNX files only; export these weights first");
        }
        WeightsFile file = weights.open(err);
        Optional<List<String>> known = file.classes(asked);
        List<String> classes = known.isPresent() ? known.get() : naming.of(file);
        if (chosen == Engine.ONNXRUNTIME) {
            file.requireCount(classes);
            SessionSettings settings = device.settings();
            OnnxDetector detector =
                    OnnxDetector.open(weights.file(), official(file, classes), postprocessing, settings);
            return new NamedDetector(detector, classes, computedBy(settings));
        }
        device.refuseForSameDiff();
        NativeBackend backend = NativeBackend.load();
        backend.warning().ifPresent(err::println);
        TrainedModel model = TrainedModel.of(file, weights.input(file), classes);
        return new NamedDetector(
                model.detector(postprocessing, batch), classes, Engine.SAMEDIFF + " on " + backend.device());
    }

    /** What there is to know of an ONNX file that does not say it: it is taken for one of the reference's. */
    private ModelMetadata official(WeightsFile file, List<String> classes) {
        AnchorGrid input = weights.input(file);
        return ModelMetadata.ofDetector(classes, input.height(), input.width(), ModelMetadata.Form.RAW, file.losses());
    }

    private static String computedBy(SessionSettings settings) {
        return Engine.ONNXRUNTIME + " on " + settings;
    }
}
