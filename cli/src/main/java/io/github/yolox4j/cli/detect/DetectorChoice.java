package io.github.yolox4j.cli.detect;

import io.github.yolox4j.cli.doctor.NativeBackend;
import io.github.yolox4j.cli.option.DeviceOptions;
import io.github.yolox4j.cli.option.Engine;
import io.github.yolox4j.cli.option.WeightsOptions;
import io.github.yolox4j.cli.weights.NamedDetector;
import io.github.yolox4j.cli.weights.TrainedModel;
import io.github.yolox4j.cli.weights.WeightsFile;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.inference.OnnxDetector;
import io.github.yolox4j.model.network.SameDiffDetector;
import io.github.yolox4j.ort.InstalledRuntime;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.runtime.OnnxDetectors;
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
            defaultValue = "onnxruntime",
            description = "Engine: onnxruntime or samediff (default: ${DEFAULT-VALUE}). onnxruntime runs files of "
                    + "'yolox4j export' as they are.")
    private Engine engine;

    @Mixin
    private DeviceOptions device;

    /** What a detector is opened for. */
    enum Work {
        /** The next image comes when the one before is done: all cores work on one. */
        IMAGE_BY_IMAGE,

        /** All images are there: the cores share them out. */
        MANY_IMAGES
    }

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
     * @param batch images per run of weights that are no exported file; ignored where a run takes one image
     * @param naming where neither the file nor the command line says the names
     */
    NamedDetector open(
            Work work,
            Postprocessing postprocessing,
            int batch,
            Optional<List<String>> asked,
            Naming naming,
            PrintWriter err)
            throws IOException {
        ImageFiles.loadAhead();
        if (engine == Engine.SAMEDIFF) {
            device.refuseForSameDiff();
            TrainedModel model = model(asked, naming, err);
            NativeBackend backend = NativeBackend.load();
            backend.warning().ifPresent(err::println);
            return new NamedDetector(
                    model.detector(SameDiffDetector.factory(), postprocessing, batch),
                    model.classes(),
                    Engine.SAMEDIFF.on(backend.device()));
        }
        InstalledRuntime.loadAhead();
        SessionSettings settings = device.settings();
        SessionSettings ofRuns = work == Work.IMAGE_BY_IMAGE ? settings : settings.withRunsInsteadOfThreads();
        if (OnnxDetector.describesItself(weights.file())) {
            weights.legacy().refuse(weights.file() + " says itself how it takes images");
            OnnxDetector detector = OnnxDetector.open(weights.file(), postprocessing, ofRuns);
            return NamedDetector.of(detector, weights.asked(), asked, computedBy(settings));
        }
        TrainedModel model = model(asked, naming, err);
        return new NamedDetector(
                model.detector(new OnnxDetectors(ofRuns), postprocessing, batch),
                model.classes(),
                computedBy(settings));
    }

    private TrainedModel model(Optional<List<String>> asked, Naming naming, PrintWriter err) throws IOException {
        WeightsFile file = weights.open(err);
        Optional<List<String>> known = file.classes(asked);
        return TrainedModel.of(file, weights.input(file), known.isPresent() ? known.get() : naming.of(file));
    }

    private static String computedBy(SessionSettings settings) {
        return Engine.ONNXRUNTIME.on(settings.toString());
    }
}
