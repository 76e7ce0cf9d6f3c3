package io.github.yolox4j.train.assign.simota;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.AND;
import static io.github.yolox4j.onnx.OnnxOperator.GREATER;
import static io.github.yolox4j.onnx.OnnxOperator.LESS;
import static io.github.yolox4j.onnx.OnnxOperator.MAT_MUL;
import static io.github.yolox4j.onnx.OnnxOperator.MAX;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_MAX;
import static io.github.yolox4j.onnx.OnnxOperator.RESHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;
import static io.github.yolox4j.onnx.OnnxOperator.TOP_K;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.train.assign.BatchGraph;
import io.github.yolox4j.train.assign.ObjectValues;
import io.github.yolox4j.train.assign.Places;
import io.github.yolox4j.train.assign.PredictedValues;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The anchors near any object of their image, in rising order, and what the network predicts there; the graph form of
 * {@link Candidates}. All images have as many places as the one with the most candidates needs; what is left over holds
 * other anchors, which are no candidates.
 *
 * @param most {@code [1]}: how many places there are, at least 1
 * @param isCandidate {@code [batch, places]}
 */
record CandidateValues(Value most, Value isCandidate, Places places, PredictedValues predicted) {

    static CandidateValues of(
            PredictedValues.Source predictions, ObjectValues objects, double radius, BatchGraph graph) {
        GraphBuilder onnx = graph.onnx();
        int count = graph.anchors().size();
        Value isNear = nearAny(objects, radius, graph);
        float[] falling = new float[count];
        for (int i = 0; i < falling.length; i++) {
            falling[i] = count - i;
        }
        Value none = onnx.scalar(0);
        Value ranks = graph.choose(isNear, onnx.constant(Tensor.ofFloats(new long[] {1, count}, falling)), none);
        Value perImage = graph.sum(BatchGraph.as(ElementType.INT64, isNear), BatchGraph.MIDDLE);
        Value most = perImage.then(REDUCE_MAX, Attribute.integers("axes", 0, 1), Attribute.integer("keepdims", 0))
                .then(RESHAPE, onnx.list(1))
                .then(MAX, onnx.list(1));
        List<Value> first = onnx.add(TOP_K, List.of(ranks, most), 2, Attribute.integer("axis", BatchGraph.MIDDLE));
        Places places = Places.of(first.get(1), graph);
        return new CandidateValues(most, first.get(0).then(GREATER, none), places, predictions.at(places));
    }

    /**
     * Whether an anchor is near any object. Being near is being near in x and in y, so that the objects near a cell of
     * a map are counted by one product of {@code [rows, objects]} and {@code [objects, columns]} per map.
     *
     * @return {@code [batch, anchors]}
     */
    private static Value nearAny(ObjectValues objects, double radius, BatchGraph graph) {
        AnchorGrid grid = graph.anchors().grid();
        Value[] counts = new Value[AnchorGrid.strides().length];
        for (int level = 0; level < counts.length; level++) {
            int stride = AnchorGrid.strides()[level];
            int columns = grid.width() / stride;
            int rows = grid.height() / stride;
            Value reach = graph.number(radius * stride);
            Value inX = near(middles(columns, stride, graph), objects.box().centerX(), reach)
                    .then(AND, objects.present());
            Value inY = near(middles(rows, stride, graph), objects.box().centerY(), reach);
            counts[level] = BatchGraph.turned(BatchGraph.as(ElementType.FLOAT, inY))
                    .then(MAT_MUL, BatchGraph.as(ElementType.FLOAT, inX))
                    .then(RESHAPE, graph.onnx().list(0, (long) rows * columns));
        }
        return graph.join(BatchGraph.MIDDLE, counts).then(GREATER, graph.onnx().scalar(0));
    }

    /** Whether a point lies strictly within reach of a centre, on one axis. */
    static Value near(Value points, Value center, Value reach) {
        return points.then(GREATER, center.then(SUB, reach)).then(AND, points.then(LESS, center.then(ADD, reach)));
    }

    private static Value middles(int cells, int stride, BatchGraph graph) {
        double[] middles =
                IntStream.range(0, cells).mapToDouble(i -> (i + 0.5) * stride).toArray();
        return graph.onnx().constant(Tensor.ofDoubles(new long[] {1, 1, cells}, middles));
    }
}
