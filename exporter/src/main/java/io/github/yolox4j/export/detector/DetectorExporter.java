package io.github.yolox4j.export.detector;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.detection.metadata.Preprocessing;
import io.github.yolox4j.detection.metadata.Preprocessing.ColorOrder;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.lowering.Lowering;
import io.github.yolox4j.export.lowering.LoweringRequest;
import io.github.yolox4j.export.lowering.LoweringRules;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Pyramid;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a detector as an ONNX file. The network up to the head's three maps is translated from SameDiff; what comes
 * before and after, letterbox, activation, decoding and suppression, is built here, so that it can be had in every
 * form.
 *
 * @param config of the network
 * @param weights of it
 * @param grid of the input; of a file for any size, the one its metadata recommends
 */
public record DetectorExporter(YoloxConfig config, Weights weights, AnchorGrid grid) {

    /** The key of a file whose network normalises images as YOLOX before 0.2 did: {@link YoloxConfig#legacy}. */
    public static final String LEGACY = "legacy";

    private static final int CHANNELS = 3;

    /**
     * The file.
     *
     * @param facts about the detector; form, selection and preprocessing are filled in from {@code options}
     */
    public OnnxModel model(DetectorOptions options, ModelMetadata facts) {
        YoloxGraph network = network();
        return OnnxExporter.standard()
                .model(
                        network.graph(),
                        request(network, options),
                        parameters(network),
                        options.opset(),
                        metadata(options, facts));
    }

    /** The network that is translated, in SameDiff. */
    public YoloxGraph network() {
        return YoloxGraph.evaluation(config, weights, grid);
    }

    /**
     * What stands for what.
     *
     * @return variables of the {@link #network()} by the names of the values that the file has for them
     */
    public Map<String, String> trace(DetectorOptions options) {
        YoloxGraph network = network();
        LoweringRules rules = OnnxExporter.standard().rules();
        return Lowering.trace(rules, network.graph(), request(network, options), parameters(network));
    }

    private LoweringRequest request(YoloxGraph network, DetectorOptions options) {
        LoweringRequest.Input images =
                new LoweringRequest.Input(YoloxGraph.IMAGES, options.names().input(), networkInput(options));
        Pyramid maps = network.levels();
        Map<String, String> levels = new LinkedHashMap<>();
        levels.put("level8", maps.stride8().name());
        levels.put("level16", maps.stride16().name());
        levels.put("level32", maps.stride32().name());
        DetectorFrame frame = new DetectorFrame(options, grid, config.classes());
        return new LoweringRequest(OnnxExporter.PRODUCER, List.of(images), levels, frame);
    }

    private ParameterSource parameters(YoloxGraph network) {
        return ParameterSource.of(weights.values()).orElse(ParameterSource.of(network.graph()));
    }

    private TensorShape networkInput(DetectorOptions options) {
        boolean open = options.input() == InputForm.DYNAMIC;
        return new TensorShape(List.of(
                options.batch(),
                Dim.of(CHANNELS),
                open ? Dim.named("height") : Dim.of(grid.height()),
                open ? Dim.named("width") : Dim.of(grid.width())));
    }

    /** The facts, and the options, so that the file can be made again from what it says. */
    private Map<String, String> metadata(DetectorOptions options, ModelMetadata facts) {
        Preprocessing preprocessing = options.input().isImage()
                ? Preprocessing.yolox().inFile(options.input() == InputForm.RGB ? ColorOrder.RGB : ColorOrder.BGR)
                : Preprocessing.yolox();
        Map<String, String> map = new LinkedHashMap<>(facts.withForm(
                        options.form(),
                        options.form().selects() ? Optional.of(options.selection()) : Optional.empty(),
                        preprocessing)
                .toMap());
        map.putAll(options.toMap());
        if (config.legacy()) {
            map.put(LEGACY, Boolean.toString(true));
        }
        return map;
    }
}
