package io.github.yolox4j.cli.bench;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.inference.OnnxDetector;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/** An ONNX file whose speed is measured, and the number of the network's parameters, if known. */
record BenchedFile(Path file, ModelMetadata facts, OptionalLong parameters) {

    private static final long SEED = 1;

    static BenchedFile exported(Path onnx) throws IOException {
        if (!OnnxDetector.describesItself(onnx)) {
            throw new IOException(
                    onnx + ": expected an ONNX file written by 'yolox4j export', which contains its metadata");
        }
        try (OnnxDetector opened = OnnxDetector.open(onnx, Postprocessing.DEFAULT, SessionSettings.DEFAULT)) {
            return new BenchedFile(onnx, opened.facts(), OptionalLong.empty());
        }
    }

    /** A network with random weights, written raw for one batch size. */
    static BenchedFile random(YoloxConfig config, AnchorGrid input, int batch, Path target) throws IOException {
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, SEED);
        List<String> names = IntStream.range(0, config.classes())
                .mapToObj(id -> "class_" + id)
                .toList();
        ModelMetadata facts = ModelMetadata.ofDetector(
                names, input.height(), input.width(), ModelMetadata.Form.RAW, "random weights");
        WholeFile.write(
                target,
                new DetectorExporter(config, weights, input)
                        .model(DetectorOptions.of(ModelMetadata.Form.RAW).withBatch(batch), facts)::writeTo);
        return new BenchedFile(target, facts, OptionalLong.of(weights.parameterCount()));
    }

    AnchorGrid grid() {
        return new AnchorGrid(facts.height(), facts.width());
    }
}
