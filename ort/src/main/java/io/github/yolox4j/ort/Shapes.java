package io.github.yolox4j.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Shapes as ONNX Runtime declares them: -1 where a size is known at run time only. */
public final class Shapes {

    public static final long OPEN = -1;

    private Shapes() {}

    /** Whether an axis declared so can have that size. */
    public static boolean fits(long declared, long size) {
        return declared == OPEN || declared == size;
    }

    /**
     * The name of the only tensor among {@code tensors}.
     *
     * @param shape -1 where any size will do
     * @param expected how a message describes it
     * @throws IllegalArgumentException if there are more, or it is of another type or does not fit the shape
     */
    public static String requireOne(Map<String, TensorInfo> tensors, OnnxJavaType type, long[] shape, String expected) {
        Map.Entry<String, TensorInfo> first = tensors.entrySet().iterator().next();
        long[] declared = first.getValue().getShape();
        boolean fits = tensors.size() == 1 && first.getValue().type == type && declared.length == shape.length;
        for (int axis = 0; fits && axis < shape.length; axis++) {
            fits = shape[axis] == OPEN || fits(declared[axis], shape[axis]);
        }
        if (!fits) {
            throw new IllegalArgumentException("expected " + expected + ", the file has " + describe(tensors));
        }
        return first.getKey();
    }

    /** {@code output FLOAT[1, 3549, 85]}, one after the other. */
    public static String describe(Map<String, TensorInfo> tensors) {
        return tensors.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue().type
                        + Arrays.toString(e.getValue().getShape()))
                .collect(Collectors.joining(", "));
    }
}
