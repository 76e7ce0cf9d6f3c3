package io.github.yolox4j.export.lowering;

import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** ND4J arrays as constants. Every floating-point type becomes FLOAT, every whole-number type INT64. */
final class NdTensors {

    private NdTensors() {}

    static Tensor of(String name, INDArray array) {
        ElementType element = element(name, array.dataType());
        if (element == ElementType.FLOAT) {
            return Tensor.ofFloats(
                    array.shape(), array.castTo(DataType.FLOAT).dup('c').data().asFloat());
        }
        long[] values = array.castTo(DataType.INT64).dup('c').data().asLong();
        return element == ElementType.BOOL
                ? Tensor.ofFlags(array.shape(), values)
                : Tensor.ofLongs(array.shape(), values);
    }

    static ElementType element(String name, DataType type) {
        if (type.isFPType()) {
            return ElementType.FLOAT;
        }
        if (type.isIntType()) {
            return ElementType.INT64;
        }
        if (type == DataType.BOOL) {
            return ElementType.BOOL;
        }
        throw new IllegalArgumentException("variable " + name + " has element type " + type
                + "; exported are floating-point numbers, whole numbers and BOOL");
    }
}
