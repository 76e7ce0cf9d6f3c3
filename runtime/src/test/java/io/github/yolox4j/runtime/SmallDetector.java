package io.github.yolox4j.runtime;

import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.ModelMetadata;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.export.onnx.OnnxModel;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.model.decode.Postprocessing;
import io.github.yolox4j.model.detect.Detector;
import io.github.yolox4j.model.detect.SameDiffDetector;
import io.github.yolox4j.model.image.BgrImage;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.testkit.SplitMix64;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** A nano with a quarter of its channels and fresh weights, as SameDiff graph and as file. */
record SmallDetector(YoloxConfig config, Weights weights, AnchorGrid grid) {

    static final List<String> CLASSES = List.of("cat", "dog");

    /** Every anchor a detection, as long as no other suppresses it: fresh weights score low. */
    static final Postprocessing EVERYTHING = new Postprocessing(0, 0.65);

    static SmallDetector create() {
        YoloxConfig config = new YoloxConfig("small", 0.33, 0.0625, true, CLASSES.size());
        return new SmallDetector(config, new Yolox(config).initialise(DataType.FLOAT, 3), new AnchorGrid(64, 96));
    }

    Detector sameDiff(int batch) {
        return SameDiffDetector.of(config, weights, grid, EVERYTHING, batch);
    }

    ModelMetadata facts(ModelMetadata.Decode form) {
        return ModelMetadata.ofDetector(CLASSES, grid.height(), grid.width(), form, "box=iou");
    }

    OnnxModel model(ModelMetadata.Decode form, ExportOptions options) {
        SameDiff graph = YoloxGraph.evaluation(config, weights, grid).graph();
        Map<ModelMetadata.Decode, String> outputs =
                Map.of(ModelMetadata.Decode.RAW, YoloxGraph.RAW, ModelMetadata.Decode.DECODED, YoloxGraph.DECODED);
        return OnnxExporter.standard()
                .model(
                        graph,
                        YoloxGraph.IMAGES,
                        List.of(outputs.get(form)),
                        ParameterSource.of(weights.values()).orElse(ParameterSource.of(graph)),
                        options);
    }

    /** A file that says what it is. */
    Path write(Path folder, ModelMetadata.Decode form, ExportOptions options) throws IOException {
        Path file = folder.resolve(form + ".onnx");
        model(form, options.withMetadata(facts(form))).write(file);
        return file;
    }

    static BgrImage noise(long seed, int width, int height) {
        double[] numbers = new SplitMix64(seed).doubles(width * height * BgrImage.CHANNELS);
        byte[] pixels = new byte[numbers.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (numbers[i] * 256);
        }
        return new BgrImage(width, height, pixels);
    }
}
