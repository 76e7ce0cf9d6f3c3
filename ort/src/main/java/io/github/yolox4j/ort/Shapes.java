package io.github.yolox4j.ort;

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

    /** {@code output FLOAT[1, 3549, 85]}, one after the other. */
    public static String describe(Map<String, TensorInfo> tensors) {
        return tensors.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue().type
                        + Arrays.toString(e.getValue().getShape()))
                .collect(Collectors.joining(", "));
    }
}
