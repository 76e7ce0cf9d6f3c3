package io.github.yolox4j.onnx;

import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.List;
import java.util.Optional;

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
