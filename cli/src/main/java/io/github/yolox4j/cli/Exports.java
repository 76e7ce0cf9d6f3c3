package io.github.yolox4j.cli;

import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.ModelMetadata;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.checkpoint.ModelCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.nd4j.autodiff.samediff.SameDiff;

/** A checkpoint's averaged weights as an ONNX file. */
final class Exports {

    private Exports() {}

    /**
     * Exports.
     *
     * @param decode form of the output
     * @param batch fixed batch size, or empty to leave it open
     */
    static void write(Checkpoint checkpoint, ModelMetadata.Decode decode, OptionalInt batch, Path file)
            throws IOException {
        ModelCard card = checkpoint.card();
        SameDiff graph = YoloxGraph.evaluation(card.config(), checkpoint.average(), card.grid())
                .graph();
        String losses = "box=" + card.boxLoss() + ", objectness=" + card.objectnessLoss() + " by "
                + card.objectnessNormaliser() + ", class=" + card.classLoss();
        ExportOptions options = (batch.isPresent()
                        ? ExportOptions.fixedBatch(batch.getAsInt())
                        : ExportOptions.dynamicBatch())
                .withMetadata(ModelMetadata.ofDetector(
                        card.classes(), card.inputHeight(), card.inputWidth(), decode, losses));
        String output = decode == ModelMetadata.Decode.RAW ? YoloxGraph.RAW : YoloxGraph.DECODED;
        OnnxExporter.standard()
                .export(
                        graph,
                        YoloxGraph.IMAGES,
                        List.of(output),
                        ParameterSource.of(checkpoint.average().values()).orElse(ParameterSource.of(graph)),
                        options,
                        file);
    }
}
