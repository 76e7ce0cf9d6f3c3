package io.github.yolox4j.export.sample;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.export.weights.OnnxWeights;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** The official YOLOX nano: its file, and its weights in our own graph. */
public final class OfficialNano {

    private static final int SIDE = 416;

    private OfficialNano() {}

    public static Path folder() {
        return SharedData.folder("yolox_nano_coco_onnx");
    }

    public static Path file() {
        return folder().resolve("yolox_nano.onnx");
    }

    public static ModelMetadata facts() throws IOException {
        List<String> names = Files.readAllLines(folder().resolve("coco_classes.txt"));
        return ModelMetadata.ofDetector(names, SIDE, SIDE, ModelMetadata.Form.RAW, "");
    }

    /** What our exporter makes of the official weights. */
    public static OnnxModel exported(OnnxExporter exporter) throws IOException {
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.NANO);
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 0);
        weights.load(OnnxWeights.read(file()).stateDict());
        SameDiff graph = YoloxGraph.evaluation(config, weights, new AnchorGrid(SIDE, SIDE))
                .graph();
        return exporter.model(
                graph,
                YoloxGraph.IMAGES,
                List.of(YoloxGraph.RAW),
                ParameterSource.of(weights.values()).orElse(ParameterSource.of(graph)),
                ExportOptions.fixedBatch(1).withMetadata(facts()));
    }
}
