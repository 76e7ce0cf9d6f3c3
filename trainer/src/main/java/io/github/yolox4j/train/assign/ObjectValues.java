package io.github.yolox4j.train.assign;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.GREATER_OR_EQUAL;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;

import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.List;

/**
 * The objects of a batch. All images have as many places for objects as the one with the most objects needs; how many
 * that is, each run chooses.
 *
 * @param boxes {@code [batch, objects, 4]}: centre x, centre y, width, height
 * @param classIds {@code [batch, objects]}: -1 where an image has fewer objects
 * @param present {@code [batch, objects, 1]}: whether there is an object
 */
public record ObjectValues(Value boxes, Value classIds, Value present, Columns box) {

    private static final int BOX = 4;

    /**
     * Adds the two inputs of a graph.
     *
     * @param boxesName input {@code [batch, objects, 4]}, double: centre x, centre y, width, height in pixels
     * @param classesName input {@code [batch, objects]}, whole numbers: -1 where an image has fewer objects than
     *     another
     */
    public static ObjectValues inputs(String boxesName, String classesName, BatchGraph graph) {
        Dim images = Dim.of(graph.batch());
        Dim open = Dim.named("objects");
        Value boxes = graph.onnx().input(boxesName, type(ElementType.DOUBLE, images, open, Dim.of(BOX)));
        Value classIds = graph.onnx().input(classesName, type(ElementType.INT64, images, open));
        Value present = graph.withAxis(classIds, BatchGraph.LAST).then(GREATER_OR_EQUAL, graph.whole(0));
        return new ObjectValues(boxes, classIds, present, Columns.columns(boxes, graph));
    }

    private static TensorType type(ElementType element, Dim... dims) {
        return new TensorType(element, new TensorShape(List.of(dims)));
    }

    /** Boxes in pixels, each number {@code [batch, boxes, 1]}. */
    public record Columns(Value centerX, Value centerY, Value width, Value height, BatchGraph graph) {

        /** The columns of {@code [batch, boxes, 4]}: centre x, centre y, width, height. */
        public static Columns columns(Value boxes, BatchGraph graph) {
            return new Columns(
                    graph.entry(boxes, BatchGraph.LAST, 0),
                    graph.entry(boxes, BatchGraph.LAST, 1),
                    graph.entry(boxes, BatchGraph.LAST, 2),
                    graph.entry(boxes, BatchGraph.LAST, 3),
                    graph);
        }

        public Value left() {
            return centerX.then(SUB, half(width));
        }

        public Value right() {
            return centerX.then(ADD, half(width));
        }

        public Value top() {
            return centerY.then(SUB, half(height));
        }

        public Value bottom() {
            return centerY.then(ADD, half(height));
        }

        public Value area() {
            return width.then(MUL, height);
        }

        private Value half(Value side) {
            return side.then(MUL, graph.number(0.5));
        }
    }
}
