package io.github.yolox4j.cli.export;

import io.github.yolox4j.cli.weights.TrainedModel;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.verify.export.ProvenExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Trained weights as an ONNX file. */
public final class Exports {

    private Exports() {}

    /**
     * Exports what passes its proof.
     *
     * @param reduction to smaller numbers
     * @param images to prove it on
     */
    public static ProvenExport.Proof write(
            TrainedModel model,
            DetectorOptions options,
            ProvenExport.Reduction reduction,
            List<BgrImage> images,
            Path file)
            throws IOException {
        return new ProvenExport(model.config(), model.weights(), model.input())
                .write(options, facts(model, options.form()), reduction, images, file);
    }

    /** The network with one image and the raw output, on which int8 is calibrated whatever the file's form. */
    static OnnxGraph plain(TrainedModel model) {
        DetectorOptions raw = DetectorOptions.of(ModelMetadata.Decode.RAW).withBatch(1);
        return new DetectorExporter(model.config(), model.weights(), model.input())
                .model(raw, facts(model, ModelMetadata.Decode.RAW))
                .graph();
    }

    /** What is known about a detector. */
    public static ModelMetadata facts(TrainedModel model, ModelMetadata.Decode form) {
        return ModelMetadata.ofDetector(
                        model.classes(), model.input().height(), model.input().width(), form, model.losses())
                .withOrigin(model.training(), "");
    }
}
