package io.github.yolox4j.conformance;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Entry points of {@link TensorAssert}, to be imported statically beside AssertJ's own. */
public final class TensorAssertions {

    private TensorAssertions() {}

    /** Assertions about an ND4J array. */
    public static TensorAssert assertThat(INDArray actual) {
        return new TensorAssert(actual);
    }

    /** Assertions about numbers as a tensor of shape {@code [n]}. */
    public static TensorAssert assertThatTensor(double[] actual) {
        return new TensorAssert(Nd4j.createFromArray(actual));
    }

    /** Assertions about rows of one length as a tensor of shape {@code [rows, columns]}. */
    public static TensorAssert assertThatTensor(double[][] actual) {
        return new TensorAssert(Nd4j.createFromArray(actual));
    }
}
