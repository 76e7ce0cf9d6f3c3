package io.github.yolox4j.cli.weights;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.DetectorFactory;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.verify.export.ProvenExport;
import java.util.List;
import java.util.Optional;

/**
 * A network with trained weights, ready to run.
 *
 * @param classes names by class id
 * @param losses that it was trained with, for the exported file
 * @param training how it was trained, for the exported file
 */
public record TrainedModel(
        YoloxConfig config, Weights weights, AnchorGrid input, List<String> classes, String losses, String training) {

    /** A file's weights under these class names, checked to be as many as the network's. */
    public static TrainedModel of(WeightsFile file, AnchorGrid input, List<String> classes) {
        file.requireCount(classes);
        return new TrainedModel(file.config(), file.weights(), input, classes, file.losses(), file.training());
    }

    /** A file's weights, with the input size and class names that it says, or else the usual ones. */
    public static TrainedModel of(WeightsFile weights) {
        return of(weights, weights.input(Optional.empty()), weights.classesOrNumbers(Optional.empty()));
    }

    /** What is known about the detector; an export fills in the form of its output. */
    public ModelMetadata facts() {
        return ModelMetadata.ofDetector(classes, input.height(), input.width(), ModelMetadata.Form.RAW, losses)
                .withOrigin(training, "");
    }

    /** To make ONNX files of it that pass their proof. */
    public ProvenExport export() {
        return new ProvenExport(config, weights, input);
    }

    /** Whoever asks for it closes it. */
    public Detector detector(DetectorFactory detectors, Postprocessing postprocessing, int batch) {
        return detectors.open(config, weights, input, postprocessing, batch);
    }
}
