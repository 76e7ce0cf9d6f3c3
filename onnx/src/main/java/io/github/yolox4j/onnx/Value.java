package io.github.yolox4j.onnx;

import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A value of a graph under construction: an input, a constant or the output of a node. Values belong to the
 * {@link GraphBuilder} that made them. Operators chain: {@code x.then(MUL, x.then(SIGMOID))}.
 */
public final class Value {

    private final GraphBuilder owner;
    private final String name;
    private final TensorType type;
    private final Optional<Tensor> constant;
    private final Optional<Value> shapeOf;

    Value(GraphBuilder owner, String name, TensorType type, Optional<Tensor> constant, Optional<Value> shapeOf) {
        this.owner = owner;
        this.name = name;
        this.type = type;
        this.constant = constant;
        this.shapeOf = shapeOf;
    }

    /** Applies a one-input operator. */
    public Value then(OnnxOperator operator, Attribute... attributes) {
        return owner.add(operator, List.of(this), attributes);
    }

    /** Applies an operator to this value and a second one. */
    public Value then(OnnxOperator operator, Value second, Attribute... attributes) {
        return owner.add(operator, List.of(this, second), attributes);
    }

    /** Applies an operator to this value and a number. */
    public Value then(OnnxOperator operator, double number) {
        return then(operator, owner.scalar(number));
    }

    /** The same numbers in another shape: 0 copies a size, -1 is the rest. */
    public Value reshape(long... sizes) {
        return then(OnnxOperator.RESHAPE, owner.list(sizes));
    }

    /** Repeated along its axes of size 1. */
    public Value expand(long... sizes) {
        return then(OnnxOperator.EXPAND, owner.list(sizes));
    }

    /** The sum over some axes, which go or stay with size 1. */
    public Value sum(boolean kept, long... axes) {
        return then(OnnxOperator.REDUCE_SUM, owner.list(axes), Attribute.integer("keepdims", kept ? 1 : 0));
    }

    /** With its axes in this order. */
    public Value transpose(long... order) {
        return then(OnnxOperator.TRANSPOSE, Attribute.integers("perm", order));
    }

    /** With its last two axes exchanged. */
    public Value swapped() {
        int rank = shape().rank();
        long[] order = LongStream.range(0, rank).toArray();
        order[rank - 1] = rank - 2L;
        order[rank - 2] = rank - 1L;
        return transpose(order);
    }

    /** As numbers of another type. */
    public Value cast(ElementType element) {
        return then(OnnxOperator.CAST, Attribute.integer("to", element.code()));
    }

    /** The entries along an axis from {@code from} to {@code to}, exclusive. */
    public Value slice(int axis, long from, long to) {
        return owner.add(OnnxOperator.SLICE, List.of(this, owner.list(from), owner.list(to), owner.list(axis)));
    }

    public String name() {
        return name;
    }

    public TensorType type() {
        return type;
    }

    public TensorShape shape() {
        return type.shape();
    }

    /** The numbers, if they are known now. */
    public Optional<Tensor> constant() {
        return constant;
    }

    /** The value whose shape this is, if it came from {@code Shape}. */
    Optional<Value> shapeOf() {
        return shapeOf;
    }

    GraphBuilder owner() {
        return owner;
    }

    @Override
    public String toString() {
        return name.isEmpty() ? "(left out)" : name + " " + type;
    }
}
