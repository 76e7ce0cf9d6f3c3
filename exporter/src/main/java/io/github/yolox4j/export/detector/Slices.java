package io.github.yolox4j.export.detector;

import static io.github.yolox4j.onnx.OnnxOperator.SLICE;

import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import java.util.List;

/** Parts of a value along one axis. */
final class Slices {

    private Slices() {}

    /** The entries from {@code from} to {@code to}, exclusive. */
    static Value of(Value x, int axis, long from, long to, GraphBuilder onnx) {
        return onnx.add(SLICE, List.of(x, onnx.list(from), onnx.list(to), onnx.list(axis)));
    }
}
