package io.github.yolox4j.verify;

import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.NpyArray;
import io.github.yolox4j.testkit.TensorDifference;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An array to be compared: a shape, and its numbers in C order as {@code double}. */
public final class Numbers {

    private final long[] shape;
    private final double[] values;

    private Numbers(long[] shape, double[] values) {
        this.shape = shape;
        this.values = values;
    }

    /** A copy of an ND4J array. */
    public static Numbers of(INDArray array) {
        try (INDArray ordered = array.dup('c')) {
            return new Numbers(array.shape(), ordered.data().asDouble());
        }
    }

    /** A copy of a stored array. */
    public static Numbers of(NpyArray array) {
        return new Numbers(array.shape(), array.doubles());
    }

    /**
     * A copy of {@code float} numbers.
     *
     * @param values in C order
     * @throws IllegalArgumentException unless there are as many values as {@code shape} says
     */
    public static Numbers of(float[] values, long... shape) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return of(wide, shape);
    }

    /**
     * Numbers of a shape.
     *
     * @param values in C order
     * @throws IllegalArgumentException unless there are as many values as {@code shape} says
     */
    public static Numbers of(double[] values, long... shape) {
        long length = 1;
        for (long dimension : shape) {
            length = Math.multiplyExact(length, dimension);
        }
        if (length != values.length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " needs " + length + " numbers, got " + values.length);
        }
        return new Numbers(shape.clone(), values.clone());
    }

    /** A single number, of shape {@code [1]}. */
    public static Numbers scalar(double value) {
        return new Numbers(new long[] {1}, new double[] {value});
    }

    public int size() {
        return values.length;
    }

    public long[] shape() {
        return shape.clone();
    }

    /** Number {@code i} in C order. */
    public double at(int i) {
        return values[i];
    }

    public double sum() {
        return Arrays.stream(values).sum();
    }

    /** The largest magnitude among the finite ones, 0 if there are none. */
    public double largest() {
        return Arrays.stream(values)
                .map(Math::abs)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }

    /** The Euclidean norm. */
    public double norm() {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }

    /** The Euclidean norm of the difference to numbers of the same shape. */
    double distance(Numbers other) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            double difference = values[i] - other.values[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /** Compares with numbers of the same shape. */
    TensorDifference differenceFrom(Numbers expected, Closeness allowed) {
        return TensorDifference.of(values, expected.values, shape, allowed);
    }

    /** The first number that is infinite or not a number, or -1. */
    public int firstNotFinite() {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                return i;
            }
        }
        return -1;
    }

    public boolean hasShapeOf(Numbers other) {
        return Arrays.equals(shape, other.shape);
    }

    /** Number {@code i} as {@code [row, column]}, with as many indices as the shape has. */
    public String place(int i) {
        long[] index = new long[shape.length];
        long rest = i;
        for (int d = shape.length - 1; d >= 0; d--) {
            index[d] = rest % shape[d];
            rest /= shape[d];
        }
        return Arrays.toString(index);
    }

    @Override
    public String toString() {
        return "numbers of shape " + Arrays.toString(shape);
    }
}
