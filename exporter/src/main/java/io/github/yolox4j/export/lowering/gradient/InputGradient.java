package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.onnx.OnnxOperator.CONV;
import static io.github.yolox4j.onnx.OnnxOperator.CONV_TRANSPOSE;
import static io.github.yolox4j.onnx.OnnxOperator.SLICE;

import io.github.yolox4j.export.lowering.Window;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import java.util.List;

/** The gradient of a convolution's input. */
record InputGradient(Window window, long groups, GraphBuilder onnx) {

    /**
     * With stride 1 a convolution with the flipped weight, else the transposed convolution.
     *
     * @param weight [out, in / groups, kH, kW]
     * @param back the weight with inputs and outputs exchanged within a group
     */
    Value of(Value x, Value gradient, Value weight, Value back) {
        long[] full = new long[2];
        long[] more = new long[2];
        for (int axis = 0; axis < 2; axis++) {
            long reach = window.dilation(axis) * (window.kernel(axis) - 1);
            full[axis] = reach - window.padding(axis);
            long covered = window.stride(axis) * (gradient.shape().dim(2 + axis).size() - 1) + reach + 1;
            more[axis] = x.shape().dim(2 + axis).size() + 2 * window.padding(axis) - covered;
        }
        Attribute group = Attribute.integer("group", groups);
        if (window.stride(0) == 1 && window.stride(1) == 1 && full[0] >= 0 && full[1] >= 0) {
            Attribute pads = Attribute.integers("pads", full[0], full[1], full[0], full[1]);
            return onnx.add(CONV, List.of(gradient, flipped(back)), window.kernel(), pads, window.dilations(), group);
        }
        return onnx.add(
                CONV_TRANSPOSE,
                List.of(gradient, weight),
                window.kernel(),
                window.strides(),
                window.pads(),
                window.dilations(),
                Attribute.integers("output_padding", more),
                group);
    }

    private Value flipped(Value weight) {
        if (window.kernel(0) == 1 && window.kernel(1) == 1) {
            return weight;
        }
        return onnx.add(
                SLICE,
                List.of(
                        weight,
                        onnx.list(-1, -1),
                        onnx.list(Long.MIN_VALUE, Long.MIN_VALUE),
                        onnx.list(2, 3),
                        onnx.list(-1, -1)));
    }
}
