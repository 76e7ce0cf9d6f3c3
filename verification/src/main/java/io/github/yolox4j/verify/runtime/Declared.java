package io.github.yolox4j.verify.runtime;

import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a file declares of an input or output.
 *
 * @param type of the numbers, as ONNX Runtime calls it: {@code FLOAT} for instance
 * @param shape -1 where a size is chosen or known at run time only
 */
public record Declared(String type, List<Long> shape) {

    /** Single precision. */
    public static final String FLOAT = "FLOAT";

    private static final long OPEN = -1;

    public Declared {
        shape = List.copyOf(shape);
    }

    static Declared of(TensorInfo info) {
        return new Declared(
                info.type.toString(), Arrays.stream(info.getShape()).boxed().toList());
    }

    /** Whether both can be of one type and shape. */
    public boolean fits(Declared other) {
        if (!type.equals(other.type) || shape.size() != other.shape.size()) {
            return false;
        }
        for (int axis = 0; axis < shape.size(); axis++) {
            if (isFixed(axis) && other.isFixed(axis) && !shape.get(axis).equals(other.shape.get(axis))) {
                return false;
            }
        }
        return true;
    }

    /** The same, with the sizes that only one of the two, which fit, leaves open. */
    public Declared with(Declared other) {
        List<Long> both = new ArrayList<>(shape);
        for (int axis = 0; axis < both.size(); axis++) {
            both.set(axis, isFixed(axis) ? shape.get(axis) : other.shape.get(axis));
        }
        return new Declared(type, both);
    }

    /** Whether the file has chosen the size along an axis. */
    public boolean isFixed(int axis) {
        return shape.get(axis) != OPEN;
    }

    @Override
    public String toString() {
        return type + " " + shape;
    }
}
