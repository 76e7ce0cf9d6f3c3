package io.github.yolox4j.train.assign;

import static io.github.yolox4j.onnx.OnnxOperator.CAST;
import static io.github.yolox4j.onnx.OnnxOperator.CONCAT;
import static io.github.yolox4j.onnx.OnnxOperator.EXPAND;
import static io.github.yolox4j.onnx.OnnxOperator.MAX;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_SUM;
import static io.github.yolox4j.onnx.OnnxOperator.SHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.SLICE;
import static io.github.yolox4j.onnx.OnnxOperator.TRANSPOSE;
import static io.github.yolox4j.onnx.OnnxOperator.UNSQUEEZE;

import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.util.List;
import java.util.stream.LongStream;

/**
 * An ONNX graph under construction that computes for all images of a batch, and the few phrases it is written in: over
 * tensors of rank 3, the first axis of which is the image, and numbers of double precision.
 */
public record BatchGraph(GraphBuilder onnx, AnchorTable anchors, int batch) {

    /** The axis of what an image has many of: anchors, places or objects. */
    public static final int MIDDLE = 1;
    /** The axis of the numbers of each. */
    public static final int LAST = 2;

    /** A number. */
    public Value number(double value) {
        return onnx.constant(Tensor.ofDoubles(new long[0], value));
    }

    /** A whole number. */
    public Value whole(long value) {
        return onnx.constant(Tensor.ofLongs(new long[0], value));
    }

    /** The entries from {@code from} to {@code to}, exclusive. */
    public Value part(Value x, int axis, long from, long to) {
        return onnx.add(SLICE, List.of(x, onnx.list(from), onnx.list(to), onnx.list(axis)));
    }

    /** One entry, whose axis stays. */
    public Value entry(Value x, int axis, long at) {
        return part(x, axis, at, at + 1);
    }

    /** Joined along an axis. */
    public Value join(int axis, Value... parts) {
        return onnx.add(CONCAT, List.of(parts), Attribute.integer("axis", axis));
    }

    /** The sum over an axis, which stays. */
    public Value sum(Value x, int axis) {
        return x.then(REDUCE_SUM, onnx.list(axis), Attribute.integer("keepdims", 1));
    }

    /** One value where a condition holds, else another. */
    public Value choose(Value condition, Value yes, Value no) {
        return onnx.add(OnnxOperator.WHERE, List.of(condition, yes, no));
    }

    /** The greater of a value and a number. */
    public Value atLeast(Value x, double least) {
        return x.then(MAX, number(least));
    }

    /** With the last two axes exchanged. */
    public static Value turned(Value x) {
        return x.then(TRANSPOSE, Attribute.integers("perm", 0, 2, 1));
    }

    /** In another number type. */
    public static Value as(ElementType type, Value x) {
        return x.then(CAST, Attribute.integer("to", type.code()));
    }

    /** With one more axis, of length 1. */
    public Value withAxis(Value x, int axis) {
        return x.then(UNSQUEEZE, onnx.list(axis));
    }

    /**
     * Positions for {@code GatherND} and {@code ScatterND}.
     *
     * @param entries {@code [batch, n]}: entry of each image
     * @return {@code [batch, n, 2]}: image, entry
     */
    public Value positions(Value entries) {
        Value images = onnx.constant(Tensor.ofLongs(
                        new long[] {batch, 1}, LongStream.range(0, batch).toArray()))
                .then(EXPAND, entries.then(SHAPE));
        return join(LAST, withAxis(images, LAST), withAxis(entries, LAST));
    }
}
