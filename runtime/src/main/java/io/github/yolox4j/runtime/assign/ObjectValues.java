package io.github.yolox4j.runtime.assign;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.GREATER_OR_EQUAL;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;

import io.github.yolox4j.onnx.Value;

/**
 * The objects of a batch, each {@code [batch, objects, 1]}.
 *
 * @param boxes {@code [batch, objects, 4]}: centre x, centre y, width, height
 * @param classIds {@code [batch, objects]}: -1 where an image has fewer objects
 * @param present whether there is an object
 */
record ObjectValues(
        Value boxes,
        Value classIds,
        Value present,
        Value centerX,
        Value centerY,
        Value width,
        Value height,
        Axes axes) {

    static ObjectValues of(Value boxes, Value classIds, Axes axes) {
        Value present = axes.withAxis(classIds, Axes.LAST).then(GREATER_OR_EQUAL, axes.whole(0));
        return new ObjectValues(
                boxes,
                classIds,
                present,
                axes.entry(boxes, Axes.LAST, 0),
                axes.entry(boxes, Axes.LAST, 1),
                axes.entry(boxes, Axes.LAST, 2),
                axes.entry(boxes, Axes.LAST, 3),
                axes);
    }

    Value left() {
        return centerX.then(SUB, half(width));
    }

    Value right() {
        return centerX.then(ADD, half(width));
    }

    Value top() {
        return centerY.then(SUB, half(height));
    }

    Value bottom() {
        return centerY.then(ADD, half(height));
    }

    Value area() {
        return width.then(MUL, height);
    }

    private Value half(Value side) {
        return side.then(MUL, axes.number(0.5));
    }
}
