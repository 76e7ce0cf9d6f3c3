package io.github.yolox4j.verify.runtime;

import io.github.yolox4j.testkit.NpyArray;
import io.github.yolox4j.testkit.Numbers;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Numbers with a shape, the last axis varying fastest. It holds the array it is given, without a copy. */
public final class FloatTensor {

    private final long[] shape;
    private final float[] values;

    /**
     * @throws IllegalArgumentException unless there are as many values as {@code shape} says
     */
    public FloatTensor(long[] shape, float... values) {
        long size = LongStream.of(shape).reduce(1, Math::multiplyExact);
        if (size != values.length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " holds " + size + " values, got " + values.length);
        }
        this.shape = shape.clone();
        this.values = values;
    }

    /** A copy of an ND4J array, rounded to single precision. */
    public static FloatTensor of(INDArray array) {
        try (INDArray ordered = array.dup('c')) {
            return new FloatTensor(array.shape(), ordered.data().asFloat());
        }
    }

    /** A copy of a stored array, rounded to single precision. */
    public static FloatTensor of(NpyArray array) {
        double[] numbers = array.doubles();
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return new FloatTensor(array.shape(), floats);
    }

    public long[] shape() {
        return shape.clone();
    }

    /** The numbers themselves, not a copy. */
    public float[] values() {
        return values;
    }

    /** A copy, to be compared. */
    public Numbers numbers() {
        return Numbers.of(values, shape);
    }

    @Override
    public String toString() {
        return "float" + Arrays.toString(shape);
    }
}
