package io.github.yolox4j.train.task.yolox;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.DIV;
import static io.github.yolox4j.onnx.OnnxOperator.EQUAL;
import static io.github.yolox4j.onnx.OnnxOperator.EXPAND;
import static io.github.yolox4j.onnx.OnnxOperator.GATHER_ND;
import static io.github.yolox4j.onnx.OnnxOperator.LOG;
import static io.github.yolox4j.onnx.OnnxOperator.SCATTER_ND;
import static io.github.yolox4j.onnx.OnnxOperator.SPLIT;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;
import static io.github.yolox4j.train.assign.BatchGraph.LAST;

import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.detection.decode.RowLayout;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.train.assign.BatchGraph;
import io.github.yolox4j.train.assign.MatchValues;
import io.github.yolox4j.train.assign.ObjectValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@link YoloxTargets} over values: one row of columns for each place, scattered over the rows of a background.
 *
 * <p>All columns go through one scatter, which is much faster than one for each.
 */
final class YoloxTargetValues {

    private static final int NONE = -1;

    /** The columns of a row, in this order. */
    private enum Column {
        POSITIVE(1),
        BOX(RowLayout.BOX),
        RAW_BOX(RowLayout.BOX),
        CLASS(1),
        IOU(1);

        private final int width;

        Column(int width) {
            this.width = width;
        }

        static long[] widths() {
            return Stream.of(values()).mapToLong(column -> column.width).toArray();
        }

        static int length() {
            return Stream.of(values()).mapToInt(column -> column.width).sum();
        }

        int start() {
            return Stream.of(values())
                    .limit(ordinal())
                    .mapToInt(column -> column.width)
                    .sum();
        }
    }

    private YoloxTargetValues() {}

    /** The targets that each anchor has of its own, by placeholder. */
    static Map<String, Value> of(MatchValues match, ObjectValues objects, int classes, BatchGraph graph) {
        GraphBuilder onnx = graph.onnx();
        Value at = match.places().at();
        Value learns = graph.withAxis(match.learns(), LAST);
        Value row = BatchGraph.as(ElementType.FLOAT, row(match, objects, learns, graph));
        Value background = background(graph.anchors(), onnx)
                .then(EXPAND, onnx.list(graph.batch(), graph.anchors().size(), Column.length()));
        Value rows = graph.choose(learns, row, background.then(GATHER_ND, at));
        Value all = onnx.add(SCATTER_ND, List.of(background, at, rows)); // [batch, anchors, columns]
        Column[] names = Column.values();
        List<Value> columns = onnx.add(
                SPLIT, List.of(all, onnx.list(Column.widths())), names.length, Attribute.integer("axis", LAST));
        Value isClass = columns.get(Column.CLASS.ordinal()).then(EQUAL, ids(classes, onnx));

        Map<String, Value> targets = new LinkedHashMap<>();
        targets.put(YoloxTargets.POSITIVE, columns.get(Column.POSITIVE.ordinal()));
        targets.put(YoloxTargets.BOXES, columns.get(Column.BOX.ordinal()));
        targets.put(YoloxTargets.RAW_BOXES, columns.get(Column.RAW_BOX.ordinal()));
        targets.put(YoloxTargets.CLASSES, graph.choose(isClass, columns.get(Column.IOU.ordinal()), onnx.scalar(0)));
        return targets;
    }

    /** A row for each place: {@code [batch, places, columns]}; of use where the place learns an object. */
    private static Value row(MatchValues match, ObjectValues objects, Value learns, BatchGraph graph) {
        Value of = graph.positions(match.object());
        Value box = objects.boxes().then(GATHER_ND, of); // [batch, places, 4]
        Value strides = match.places().strides();
        Value rawCenter = graph.part(box, LAST, 0, 2)
                .then(DIV, strides)
                .then(SUB, match.places().cells());
        Value rawSides = graph.part(box, LAST, 2, RowLayout.BOX)
                .then(DIV, strides)
                .then(ADD, graph.number(YoloxTargets.LOG_EPSILON))
                .then(LOG);
        return graph.join(
                LAST,
                BatchGraph.as(ElementType.DOUBLE, learns),
                box,
                rawCenter,
                rawSides,
                BatchGraph.as(
                        ElementType.DOUBLE, graph.withAxis(objects.classIds().then(GATHER_ND, of), LAST)),
                graph.withAxis(match.iou(), LAST));
    }

    /** Rows of anchors that learn no object: 0, what raw zeros decode to, raw zeros, no class, no overlap. */
    private static Value background(AnchorTable anchors, GraphBuilder onnx) {
        float[] rows = new float[Column.length() * anchors.size()];
        for (int i = 0; i < anchors.size(); i++) {
            int row = i * Column.length();
            int stride = anchors.stride(i);
            int box = row + Column.BOX.start();
            rows[box] = anchors.gridX(i) * stride;
            rows[box + 1] = anchors.gridY(i) * stride;
            rows[box + 2] = stride;
            rows[box + 3] = stride;
            rows[row + Column.CLASS.start()] = NONE;
        }
        return onnx.constant(
                "anchors.background", Tensor.ofFloats(new long[] {1, anchors.size(), Column.length()}, rows));
    }

    private static Value ids(int classes, GraphBuilder onnx) {
        float[] ids = new float[classes];
        for (int i = 0; i < classes; i++) {
            ids[i] = i;
        }
        return onnx.constant(Tensor.ofFloats(new long[] {1, 1, classes}, ids));
    }
}
