package io.github.yolox4j.cli;

import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.ModelMetadata;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.model.network.YoloxGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.nd4j.autodiff.samediff.SameDiff;

/** Trained weights as an ONNX file. */
final class Exports {

    private Exports() {}

    /**
     * Exports.
     *
     * @param decode form of the output
     * @param batch fixed batch size, or empty to leave it open
     */
    static void write(TrainedModel model, ModelMetadata.Decode decode, OptionalInt batch, Path file)
            throws IOException {
        SameDiff graph = YoloxGraph.evaluation(model.config(), model.weights(), model.input())
                .graph();
        ExportOptions options = (batch.isPresent()
                        ? ExportOptions.fixedBatch(batch.getAsInt())
                        : ExportOptions.dynamicBatch())
                .withMetadata(ModelMetadata.ofDetector(
                        model.classes(), model.input().height(), model.input().width(), decode, model.losses()));
        String output = decode == ModelMetadata.Decode.RAW ? YoloxGraph.RAW : YoloxGraph.DECODED;
        OnnxExporter.standard()
                .export(
                        graph,
                        YoloxGraph.IMAGES,
                        List.of(output),
                        ParameterSource.of(model.weights().values()).orElse(ParameterSource.of(graph)),
                        options,
                        file);
    }
}
