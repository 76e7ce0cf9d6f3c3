package io.github.yolox4j.onnx;

import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.List;

/**
 * The shape rule of an operator: what its outputs are, given its inputs and settings. Axes known at run time only are
 * carried along where they stay the same.
 */
@FunctionalInterface
interface ShapeRule {

    /**
     * Infers the types of a node's outputs.
     *
     * @param call a node that passed the arity and attribute checks
     * @param outputs how many outputs are wanted
     * @throws IllegalArgumentException if the operator cannot be applied to these inputs
     */
    List<TensorType> outputs(Call call, int outputs);

    /** An operator with its operands. */
    record Call(String name, OnnxOperator operator, List<Value> inputs, Attributes attributes) {

        TensorShape shape(int input) {
            return inputs.get(input).shape();
        }

        ElementType element(int input) {
            return inputs.get(input).type().element();
        }

        boolean has(int input) {
            return input < inputs.size() && !inputs.get(input).name().isEmpty();
        }

        /** The whole numbers of an input that must be known now. */
        long[] longs(int input) {
            return inputs.get(input)
                    .constant()
                    .orElseThrow(() -> bad("input " + input + " must be a constant"))
                    .longs();
        }

        IllegalArgumentException bad(String reason) {
            return new IllegalArgumentException(
                    "node " + name + ": " + operator.onnxName() + " of " + inputs + ": " + reason);
        }
    }
}
