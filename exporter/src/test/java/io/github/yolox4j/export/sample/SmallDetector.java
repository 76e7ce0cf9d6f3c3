package io.github.yolox4j.export.sample;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.detection.metadata.Selection;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.export.detector.InputForm;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.SameDiffDetector;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.testkit.SplitMix64;
import io.github.yolox4j.testkit.SplitMix64Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A nano with a quarter of its channels and seeded weights, which score every anchor differently, as SameDiff graph and
 * as file.
 */
public record SmallDetector(YoloxConfig config, Weights weights, AnchorGrid grid) {

    public static final List<String> CLASSES = List.of("cat", "dog");

    /** Every anchor is a detection unless another suppresses it. */
    public static final Postprocessing EVERYTHING = new Postprocessing(0, 0.65);

    /** Draws the objectness of the anchors apart, so that rounding does not decide which comes first. */
    private static final double SPREAD = 50;

    public static SmallDetector create() {
        YoloxConfig config = new YoloxConfig("small", 0.33, 0.0625, true, CLASSES.size());
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 0);
        SplitMix64Weights source = new SplitMix64Weights(3);
        List<String> names = weights.names();
        for (int k = 0; k < names.size(); k++) {
            long[] shape = weights.reference(names.get(k)).shape();
            float[] drawn = source.draw(k, names.get(k), shape);
            weights.setReference(names.get(k), Nd4j.createFromArray(drawn).reshape(shape));
        }
        for (int level = 0; level < 3; level++) {
            weights.value("head.obj_preds." + level + ".weight").muli(SPREAD);
        }
        return new SmallDetector(config, weights, new AnchorGrid(64, 96));
    }

    public Detector sameDiff(int batch) {
        return new SameDiffDetector(config, weights, grid, EVERYTHING, batch);
    }

    public ModelMetadata facts(ModelMetadata.Form form) {
        return ModelMetadata.ofDetector(CLASSES, grid.height(), grid.width(), form, "box=iou");
    }

    public OnnxModel model(ModelMetadata.Form form, ExportOptions options) {
        SameDiff graph = YoloxGraph.evaluation(config, weights, grid).graph();
        Map<ModelMetadata.Form, String> outputs =
                Map.of(ModelMetadata.Form.RAW, YoloxGraph.RAW, ModelMetadata.Form.DECODED, YoloxGraph.DECODED);
        return OnnxExporter.standard()
                .model(
                        graph,
                        YoloxGraph.IMAGES,
                        List.of(outputs.get(form)),
                        ParameterSource.of(weights.values()).orElse(ParameterSource.of(graph)),
                        options);
    }

    /** A file that says what it is. */
    public Path write(Path folder, ModelMetadata.Form form, ExportOptions options) throws IOException {
        Path file = folder.resolve(form + ".onnx");
        WholeFile.write(file, model(form, options.withMetadata(facts(form)))::writeTo);
        return file;
    }

    /** A file that selects what {@link #EVERYTHING} would. */
    public Path writeSelecting(Path folder, ModelMetadata.Form form) throws IOException {
        Path file = folder.resolve(form + ".onnx");
        Selection all = new Selection(EVERYTHING.confidence(), EVERYTHING.iouThreshold(), grid.size());
        WholeFile.write(
                file,
                new DetectorExporter(config, weights, grid)
                        .model(DetectorOptions.of(form).withSelection(all), facts(form))::writeTo);
        return file;
    }

    /** A file that letterboxes images itself. */
    public Path writeLetterboxing(Path folder, ModelMetadata.Form form, InputForm input) throws IOException {
        Path file = folder.resolve(form + "-" + input + ".onnx");
        WholeFile.write(
                file,
                new DetectorExporter(config, weights, grid)
                        .model(DetectorOptions.of(form).withInput(input), facts(form))::writeTo);
        return file;
    }

    public static BgrImage noise(long seed, int width, int height) {
        double[] numbers = new SplitMix64(seed).doubles(width * height * BgrImage.CHANNELS);
        byte[] pixels = new byte[numbers.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (numbers[i] * 256);
        }
        return new BgrImage(width, height, pixels);
    }
}
