package io.github.yolox4j.runtime.assign;

import static io.github.yolox4j.onnx.OnnxOperator.CAST;
import static io.github.yolox4j.onnx.OnnxOperator.CONCAT;
import static io.github.yolox4j.onnx.OnnxOperator.EXPAND;
import static io.github.yolox4j.onnx.OnnxOperator.MAX;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_SUM;
import static io.github.yolox4j.onnx.OnnxOperator.ROUND;
import static io.github.yolox4j.onnx.OnnxOperator.SHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.SLICE;
import static io.github.yolox4j.onnx.OnnxOperator.TRANSPOSE;
import static io.github.yolox4j.onnx.OnnxOperator.UNSQUEEZE;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.train.assign.SimOta;
import java.util.List;
import java.util.stream.LongStream;

/** The few phrases that the graph is written in, over tensors of rank 3 and numbers of double precision. */
record Axes(GraphBuilder onnx) {

    static final int MIDDLE = 1;
    static final int LAST = 2;

    Value number(double value) {
        return onnx.constant(Tensor.ofDoubles(new long[0], value));
    }

    Value whole(long value) {
        return onnx.constant(Tensor.ofLongs(new long[0], value));
    }

    /** The entries from {@code from} to {@code to}, exclusive. */
    Value part(Value x, int axis, long from, long to) {
        return onnx.add(SLICE, List.of(x, onnx.list(from), onnx.list(to), onnx.list(axis)));
    }

    /** One entry, whose axis stays. */
    Value entry(Value x, int axis, long at) {
        return part(x, axis, at, at + 1);
    }

    Value join(int axis, Value... parts) {
        return onnx.add(CONCAT, List.of(parts), Attribute.integer("axis", axis));
    }

    /** The sum over an axis, which stays. */
    Value sum(Value x, int axis) {
        return x.then(REDUCE_SUM, onnx.list(axis), Attribute.integer("keepdims", 1));
    }

    Value choose(Value condition, Value yes, Value no) {
        return onnx.add(OnnxOperator.WHERE, List.of(condition, yes, no));
    }

    Value atLeast(Value x, double least) {
        return x.then(MAX, number(least));
    }

    /** The nearest number of the grid on which {@link SimOta} compares. */
    Value onGrid(Value x) {
        return x.then(MUL, number(SimOta.GRID)).then(ROUND).then(MUL, number(1 / SimOta.GRID));
    }

    /** With the last two axes exchanged. */
    static Value turned(Value x) {
        return x.then(TRANSPOSE, Attribute.integers("perm", 0, 2, 1));
    }

    static Value as(ElementType type, Value x) {
        return x.then(CAST, Attribute.integer("to", type.code()));
    }

    Value withAxis(Value x, int axis) {
        return x.then(UNSQUEEZE, onnx.list(axis));
    }

    /**
     * Positions for {@code GatherND} and {@code ScatterND}.
     *
     * @param entries {@code [batch, n]}: entry of each image
     * @return {@code [batch, n, 2]}: image, entry
     */
    Value positions(Value entries, int batch) {
        Value images = onnx.constant(Tensor.ofLongs(
                        new long[] {batch, 1}, LongStream.range(0, batch).toArray()))
                .then(EXPAND, entries.then(SHAPE));
        return join(LAST, withAxis(images, LAST), withAxis(entries, LAST));
    }
}
