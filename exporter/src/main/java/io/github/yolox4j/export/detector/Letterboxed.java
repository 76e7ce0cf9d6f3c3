package io.github.yolox4j.export.detector;

import static io.github.yolox4j.onnx.OnnxOperator.DIV;
import static io.github.yolox4j.onnx.OnnxOperator.FLOOR;
import static io.github.yolox4j.onnx.OnnxOperator.GATHER;
import static io.github.yolox4j.onnx.OnnxOperator.MAX;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.PAD;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_MIN;
import static io.github.yolox4j.onnx.OnnxOperator.RESIZE;
import static io.github.yolox4j.onnx.OnnxOperator.SHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;

import io.github.yolox4j.detection.image.Letterbox;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.List;

/**
 * {@link Letterbox} as ONNX operators: images as they are, {@code [batch, height, width, 3]} bytes, all of one size,
 * become the network's input. The sizes are computed in double precision, as the letterbox outside of the graph
 * computes them, so that they are the same to the pixel. Pixels are not rounded to whole levels.
 *
 * @param planes {@code [batch, 3, height, width]}, blue-green-red, 0..255
 * @param scale input pixels per image pixel, {@code [1]}
 */
record Letterboxed(Value planes, Value scale) {

    private static final int HEIGHT_AXIS = 1;
    private static final int CHANNELS = 3;

    static Letterboxed of(String name, TensorShape network, InputForm form, GraphBuilder onnx) {
        TensorShape images = new TensorShape(
                List.of(network.dim(0), Dim.named("image_height"), Dim.named("image_width"), Dim.of(CHANNELS)));
        Value bytes = onnx.input(name, new TensorType(ElementType.UINT8, images));
        onnx.enter("letterbox");
        long height = network.dim(2).size();
        long width = network.dim(3).size();

        Value size = bytes.then(SHAPE).slice(0, HEIGHT_AXIS, HEIGHT_AXIS + 2).cast(ElementType.DOUBLE);
        Value room = onnx.list(height, width).cast(ElementType.DOUBLE);
        Value scale = room.then(DIV, size).then(REDUCE_MIN, Attribute.integers("axes", 0));
        Value one = onnx.list(1).cast(ElementType.DOUBLE);
        Value scaled = size.then(MUL, scale).then(FLOOR).then(MAX, one).cast(ElementType.INT64);

        Value planes = planar(bytes, form, onnx);
        Value sizes = onnx.concat(0, bytes.then(SHAPE).slice(0, 0, 1), onnx.list(CHANNELS), scaled);
        Value pixels = onnx.add(
                RESIZE,
                List.of(planes, onnx.absent(), onnx.absent(), sizes),
                Attribute.text("mode", "linear"),
                Attribute.text("coordinate_transformation_mode", "half_pixel"));
        Value beside = onnx.list(height, width).then(SUB, scaled);
        Value pads = onnx.concat(0, onnx.list(0, 0, 0, 0, 0, 0), beside);
        Value padded = onnx.add(PAD, List.of(pixels, pads, onnx.scalar(Letterbox.PADDING)));
        return new Letterboxed(padded.reshape(0, CHANNELS, height, width), scale.cast(ElementType.FLOAT));
    }

    /** Bytes {@code [batch, height, width, 3]} as floats {@code [batch, 3, height, width]}, blue first. */
    private static Value planar(Value bytes, InputForm form, GraphBuilder onnx) {
        Value planes = bytes.cast(ElementType.FLOAT).transpose(0, 3, 1, 2);
        return form == InputForm.RGB ? planes.then(GATHER, onnx.list(2, 1, 0), Attribute.integer("axis", 1)) : planes;
    }
}
