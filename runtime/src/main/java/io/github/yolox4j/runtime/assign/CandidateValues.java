package io.github.yolox4j.runtime.assign;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.AND;
import static io.github.yolox4j.onnx.OnnxOperator.EXP;
import static io.github.yolox4j.onnx.OnnxOperator.GATHER;
import static io.github.yolox4j.onnx.OnnxOperator.GATHER_ND;
import static io.github.yolox4j.onnx.OnnxOperator.GREATER;
import static io.github.yolox4j.onnx.OnnxOperator.LESS;
import static io.github.yolox4j.onnx.OnnxOperator.MAT_MUL;
import static io.github.yolox4j.onnx.OnnxOperator.MAX;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_MAX;
import static io.github.yolox4j.onnx.OnnxOperator.RESHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;
import static io.github.yolox4j.onnx.OnnxOperator.TOP_K;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The anchors near any object of their image, in rising order, and what the network predicts there. All images have as many places
 * as the one with the most candidates needs; what is left over holds other anchors, which are no candidates.
 *
 * @param most {@code [1]}: how many places there are, at least 1
 * @param isCandidate {@code [batch, places]}
 * @param at {@code [batch, places, 2]}: image and anchor
 * @param cells {@code [batch, places, 2]}: column and row
 * @param strides {@code [batch, places, 1]}
 * @param centers {@code [batch, places, 2]}: predicted centre x, centre y
 * @param sides {@code [batch, places, 2]}: predicted width, height
 * @param objectness {@code [batch, places, 1]}: logits
 * @param classLogits {@code [batch, places, classes]}
 */
record CandidateValues(
        Value most,
        Value isCandidate,
        Value at,
        Value cells,
        Value strides,
        Value centers,
        Value sides,
        Value objectness,
        Value classLogits) {

    private static final int BOX = 4;

    /** @param logits {@code [batch, anchors, 5 + classes]} */
    static CandidateValues of(
            Value logits, ObjectValues objects, AnchorTable anchors, double radius, int batch, int classes, Axes axes) {
        GraphBuilder onnx = axes.onnx();
        long count = anchors.size();
        Value isNear = nearAny(objects, anchors.grid(), radius, axes);
        float[] falling = new float[anchors.size()];
        for (int i = 0; i < falling.length; i++) {
            falling[i] = count - i;
        }
        Value none = onnx.scalar(0);
        Value ranks = axes.choose(isNear, onnx.constant(Tensor.ofFloats(new long[] {1, count}, falling)), none);
        Value perImage = axes.sum(Axes.as(ElementType.INT64, isNear), Axes.MIDDLE);
        Value most = perImage.then(REDUCE_MAX, Attribute.integers("axes", 0, 1), Attribute.integer("keepdims", 0))
                .then(RESHAPE, onnx.list(1))
                .then(MAX, onnx.list(1));
        List<Value> first = onnx.add(TOP_K, List.of(ranks, most), 2, Attribute.integer("axis", Axes.MIDDLE));
        Value at = axes.positions(first.get(1), batch);

        Value cells = gather(cells(anchors, onnx), first.get(1));
        Value strides = gather(strides(anchors, onnx), first.get(1));
        Value rows = Axes.as(ElementType.DOUBLE, logits.then(GATHER_ND, at));
        return new CandidateValues(
                most,
                first.get(0).then(GREATER, none),
                at,
                cells,
                strides,
                axes.part(rows, Axes.LAST, 0, 2).then(ADD, cells).then(MUL, strides),
                axes.part(rows, Axes.LAST, 2, BOX).then(EXP).then(MUL, strides),
                axes.entry(rows, Axes.LAST, BOX),
                axes.part(rows, Axes.LAST, BOX + 1, BOX + 1 + classes));
    }

    /**
     * Whether an anchor is near any object. Being near is being near in x and in y, so that the objects near a cell of a map are
     * counted by one product of {@code [rows, objects]} and {@code [objects, columns]} per map.
     *
     * @return {@code [batch, anchors]}
     */
    private static Value nearAny(ObjectValues objects, AnchorGrid grid, double radius, Axes axes) {
        Value[] counts = new Value[AnchorGrid.strides().length];
        for (int level = 0; level < counts.length; level++) {
            int stride = AnchorGrid.strides()[level];
            int columns = grid.width() / stride;
            int rows = grid.height() / stride;
            Value reach = axes.number(radius * stride);
            Value inX = near(middles(columns, stride, axes), objects.centerX(), reach)
                    .then(AND, objects.present());
            Value inY = near(middles(rows, stride, axes), objects.centerY(), reach);
            counts[level] = Axes.turned(Axes.as(ElementType.FLOAT, inY))
                    .then(MAT_MUL, Axes.as(ElementType.FLOAT, inX))
                    .then(RESHAPE, axes.onnx().list(0, (long) rows * columns));
        }
        return axes.join(Axes.MIDDLE, counts).then(GREATER, axes.onnx().scalar(0));
    }

    /** Whether a point lies strictly within reach of a centre, on one axis. */
    static Value near(Value points, Value center, Value reach) {
        return points.then(GREATER, center.then(SUB, reach)).then(AND, points.then(LESS, center.then(ADD, reach)));
    }

    /** The middles of the cells of one row or column, in pixels. */
    private static Value middles(int cells, int stride, Axes axes) {
        double[] middles =
                IntStream.range(0, cells).mapToDouble(i -> (i + 0.5) * stride).toArray();
        return axes.onnx().constant(Tensor.ofDoubles(new long[] {1, 1, cells}, middles));
    }

    private static Value gather(Value table, Value anchors) {
        return table.then(GATHER, anchors, Attribute.integer("axis", 0));
    }

    private static Value cells(AnchorTable anchors, GraphBuilder onnx) {
        double[] cells = new double[2 * anchors.size()];
        for (int i = 0; i < anchors.size(); i++) {
            cells[2 * i] = anchors.gridX(i);
            cells[2 * i + 1] = anchors.gridY(i);
        }
        return onnx.constant("anchors.cells", Tensor.ofDoubles(new long[] {anchors.size(), 2}, cells));
    }

    private static Value strides(AnchorTable anchors, GraphBuilder onnx) {
        double[] strides =
                IntStream.range(0, anchors.size()).mapToDouble(anchors::stride).toArray();
        return onnx.constant("anchors.strides", Tensor.ofDoubles(new long[] {anchors.size(), 1}, strides));
    }
}
