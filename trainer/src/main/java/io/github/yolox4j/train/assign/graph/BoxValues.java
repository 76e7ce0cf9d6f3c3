package io.github.yolox4j.train.assign.graph;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;

import io.github.yolox4j.onnx.Value;

/** Boxes in pixels, each number {@code [batch, boxes, 1]}. */
public record BoxValues(Value centerX, Value centerY, Value width, Value height, BatchGraph graph) {

    /** The columns of {@code [batch, boxes, 4]}: centre x, centre y, width, height. */
    public static BoxValues columns(Value boxes, BatchGraph graph) {
        return new BoxValues(
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
