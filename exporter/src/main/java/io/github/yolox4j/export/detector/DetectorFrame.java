package io.github.yolox4j.export.detector;

import static io.github.yolox4j.onnx.OnnxOperator.DIV;
import static io.github.yolox4j.onnx.OnnxOperator.SIGMOID;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.RowLayout;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.export.lowering.GraphFrame;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands around the network in a detector's file: letterbox before it, the chosen form of output after it. */
final class DetectorFrame implements GraphFrame {

    private static final int LAST_AXIS = 2;

    private final DetectorOptions options;
    private final AnchorGrid grid;
    private final RowLayout layout;
    private Optional<Letterboxed> letterbox = Optional.empty();

    DetectorFrame(DetectorOptions options, AnchorGrid grid, int classes) {
        this.options = options;
        this.grid = grid;
        this.layout = new RowLayout(classes);
    }

    @Override
    public Value input(String name, TensorType type, GraphBuilder onnx) {
        if (!options.input().isImage()) {
            return onnx.input(name, type);
        }
        letterbox = Optional.of(Letterboxed.of(name, type.shape(), options.input(), onnx));
        return letterbox.get().planes();
    }

    @Override
    public Map<String, Value> outputs(Map<String, Value> levels, GraphBuilder onnx) {
        List<Value> maps = List.copyOf(levels.values());
        onnx.enter("output");
        Value rows = anchorRows(maps, onnx);
        Value scores =
                rows.slice(LAST_AXIS, RowLayout.OBJECTNESS, layout.width()).then(SIGMOID);
        Value box = rows.slice(LAST_AXIS, 0, RowLayout.BOX);
        if (options.form() == Form.RAW) {
            return named(List.of(onnx.concat(LAST_AXIS, box, scores)));
        }

        onnx.enter("decode");
        Anchors anchors = options.input() == InputForm.DYNAMIC ? Anchors.of(maps, onnx) : Anchors.of(grid, onnx);
        Value boxes = anchors.decode(box, onnx);
        if (letterbox.isPresent()) {
            boxes = boxes.then(DIV, letterbox.get().scale());
        }
        if (options.form() == Form.DECODED) {
            return named(List.of(onnx.concat(LAST_AXIS, boxes, scores)));
        }

        onnx.enter("select");
        Selected selected = Selected.of(boxes, scores, layout.classes(), options.selection(), onnx);
        return named(options.form() == Form.NMS ? List.of(selected.rows(onnx)) : selected.perImage(onnx));
    }

    /** Maps {@code [batch, channels, height, width]} as anchors {@code [batch, anchors, channels]}. */
    private Value anchorRows(List<Value> maps, GraphBuilder onnx) {
        Value[] flat =
                maps.stream().map(map -> map.reshape(0, layout.width(), -1)).toArray(Value[]::new);
        return onnx.concat(LAST_AXIS, flat).swapped();
    }

    private Map<String, Value> named(List<Value> outputs) {
        Map<String, Value> named = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            named.put(options.names().outputs().get(i), outputs.get(i));
        }
        return named;
    }
}
