package io.github.yolox4j.runtime;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.inference.OnnxDetector;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.DetectorFactory;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.pass.DeadNodeRemoval;
import io.github.yolox4j.onnx.pass.GraphPass;
import io.github.yolox4j.onnx.pass.PhaseConvolution;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes detectors that ONNX Runtime runs. Each holds the model that {@link DetectorExporter} would write as a file,
 * with a copy of the weights in it, and the first layer in a form that is computed faster: it does not follow later
 * changes.
 *
 * @param settings of the sessions
 */
public record OnnxDetectors(SessionSettings settings) implements DetectorFactory {

    private static final String UNKNOWN = "unknown";
    private static final GraphPass FASTER = new PhaseConvolution().then(new DeadNodeRemoval());

    /** @throws IllegalArgumentException if this ONNX Runtime cannot compute on the device */
    @Override
    public OnnxDetector open(
            YoloxConfig config, Weights weights, AnchorGrid grid, Postprocessing postprocessing, int batch) {
        try {
            return OnnxDetector.of(model(config, weights, grid), postprocessing, settings, batch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The model that is run. */
    static OnnxModel model(YoloxConfig config, Weights weights, AnchorGrid grid) {
        List<String> numbers =
                IntStream.range(0, config.classes()).mapToObj(Integer::toString).toList();
        ModelMetadata facts = ModelMetadata.ofDetector(numbers, grid.height(), grid.width(), Form.DECODED, UNKNOWN);
        OnnxModel model = new DetectorExporter(config, weights, grid).model(DetectorOptions.of(Form.DECODED), facts);
        return model.withGraph(FASTER.apply(model.graph()));
    }
}
