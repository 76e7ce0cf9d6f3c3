package io.github.yolox4j.export.detector;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.EXP;
import static io.github.yolox4j.onnx.OnnxOperator.EXPAND;
import static io.github.yolox4j.onnx.OnnxOperator.GATHER;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.RANGE;
import static io.github.yolox4j.onnx.OnnxOperator.SHAPE;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the anchors stand: constants for one input size, or computed from the sizes of the head's maps.
 *
 * @param cells {@code [anchors, 2]}: column and row
 * @param strides {@code [anchors, 1]}: pixels per cell
 */
record Anchors(Value cells, Value strides) {

    private static final int BOX = 4;
    private static final int LAST_AXIS = 2;
    private static final int HEIGHT_AXIS = 2;
    private static final int WIDTH_AXIS = 3;

    static Anchors of(AnchorGrid grid, GraphBuilder onnx) {
        float[] cells = new float[2 * grid.size()];
        float[] strides = new float[grid.size()];
        AnchorTable table = AnchorTable.of(grid);
        for (int i = 0; i < grid.size(); i++) {
            cells[2 * i] = table.gridX(i);
            cells[2 * i + 1] = table.gridY(i);
            strides[i] = table.stride(i);
        }
        return new Anchors(
                onnx.constant("anchors.cells", Tensor.ofFloats(new long[] {grid.size(), 2}, cells)),
                onnx.constant("anchors.strides", Tensor.ofFloats(new long[] {grid.size(), 1}, strides)));
    }

    /** From the maps {@code [batch, channels, height, width]} of stride 8, 16 and 32. */
    static Anchors of(List<Value> maps, GraphBuilder onnx) {
        List<Value> levels = new ArrayList<>();
        for (int i = 0; i < maps.size(); i++) {
            levels.add(level(maps.get(i), AnchorGrid.strides()[i], onnx));
        }
        Value all = onnx.concat(0, levels.toArray(Value[]::new));
        return new Anchors(all.slice(1, 0, 2), all.slice(1, 2, 3));
    }

    /** Rows column, row, stride of one map's cells. */
    private static Value level(Value map, int stride, GraphBuilder onnx) {
        Value shape = map.then(SHAPE);
        Value column = positions(shape, WIDTH_AXIS, onnx).reshape(1, -1, 1);
        Value row = positions(shape, HEIGHT_AXIS, onnx).reshape(-1, 1, 1);
        Value cell = onnx.concat(0, shape.slice(0, HEIGHT_AXIS, WIDTH_AXIS + 1), onnx.list(1)); // [height, width, 1]
        Value strides = onnx.constant(Tensor.ofFloats(new long[] {1, 1, 1}, stride));
        return onnx.concat(2, column.then(EXPAND, cell), row.then(EXPAND, cell), strides.then(EXPAND, cell))
                .reshape(-1, 3);
    }

    /** 0, 1, ... below the size of an axis. */
    private static Value positions(Value shape, int axis, GraphBuilder onnx) {
        Value size = shape.then(GATHER, onnx.constant(Tensor.ofLongs(new long[0], axis)), Attribute.integer("axis", 0));
        Value zero = onnx.constant(Tensor.ofLongs(new long[0], 0));
        Value one = onnx.constant(Tensor.ofLongs(new long[0], 1));
        return onnx.add(RANGE, List.of(zero, size, one)).cast(ElementType.FLOAT);
    }

    /**
     * Boxes in pixels: \( (t_{xy} + \mathrm{cell})\,s \) and \( e^{t_{wh}} s \).
     *
     * @param raw {@code [batch, anchors, 4]}
     */
    Value decode(Value raw, GraphBuilder onnx) {
        Value centre = raw.slice(LAST_AXIS, 0, 2).then(ADD, cells).then(MUL, strides);
        Value size = raw.slice(LAST_AXIS, 2, BOX).then(EXP).then(MUL, strides);
        return onnx.concat(LAST_AXIS, centre, size);
    }
}
