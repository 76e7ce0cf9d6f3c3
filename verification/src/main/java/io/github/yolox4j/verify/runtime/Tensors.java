package io.github.yolox4j.verify.runtime;

import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.testkit.Numbers;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tensors of ONNX files from ND4J's arrays, and to numbers that are compared. */
public final class Tensors {

    private Tensors() {}

    /** A copy in single precision, which exported files take and give; numbers in double precision are rounded. */
    public static Tensor floats(INDArray array) {
        try (INDArray ordered = array.dup('c')) {
            return Tensor.ofFloats(array.shape(), ordered.data().asFloat());
        }
    }

    /** A copy to compare, exact. */
    public static Numbers numbers(Tensor tensor) {
        return Numbers.of(tensor.doubles(), tensor.shape());
    }
}
