package io.github.yolox4j.train.assign;

import static io.github.yolox4j.onnx.OnnxOperator.GATHER;

import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.util.stream.IntStream;

/**
 * Anchors of every image that an assigner looks at: as many places in each image, an anchor in each place.
 *
 * @param at {@code [batch, places, 2]}: image and anchor
 * @param cells {@code [batch, places, 2]}: column and row of the anchor
 * @param strides {@code [batch, places, 1]}
 */
public record Places(Value at, Value cells, Value strides) {

    /**
     * The places of chosen anchors.
     *
     * @param anchors {@code [batch, places]}
     */
    public static Places of(Value anchors, BatchGraph graph) {
        AnchorTable table = graph.anchors();
        return new Places(
                graph.positions(anchors),
                gather(graph.onnx().constant("anchors.cells", cells(table)), anchors),
                gather(graph.onnx().constant("anchors.strides", strides(table)), anchors));
    }

    private static Value gather(Value table, Value anchors) {
        return table.then(GATHER, anchors, Attribute.integer("axis", 0));
    }

    private static Tensor cells(AnchorTable anchors) {
        double[] cells = new double[2 * anchors.size()];
        for (int i = 0; i < anchors.size(); i++) {
            cells[2 * i] = anchors.gridX(i);
            cells[2 * i + 1] = anchors.gridY(i);
        }
        return Tensor.ofDoubles(new long[] {anchors.size(), 2}, cells);
    }

    private static Tensor strides(AnchorTable anchors) {
        double[] strides =
                IntStream.range(0, anchors.size()).mapToDouble(anchors::stride).toArray();
        return Tensor.ofDoubles(new long[] {anchors.size(), 1}, strides);
    }
}
