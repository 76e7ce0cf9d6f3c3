package io.github.yolox4j.testkit;

import io.github.yolox4j.testkit.TensorDifference.Entry;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An array to compare: a shape, and its numbers in C order. {@code double} holds every number of a golden file, a
 * {@code float} or a 32-bit integer exactly. Instances are immutable.
 */
public final class Numbers {

    private final long[] shape;
    private final double[] values;

    private Numbers(long[] shape, double[] values) {
        this.shape = shape;
        this.values = values;
    }

    /** A copy of an ND4J array. */
    public static Numbers of(INDArray array) {
        if (array.isEmpty()) {
            return new Numbers(array.shape(), new double[0]);
        }
        try (INDArray ordered = array.dup('c')) {
            return new Numbers(array.shape(), ordered.data().asDouble());
        }
    }

    /**
     * A copy of {@code float} numbers.
     *
     * @param values in C order
     * @throws IllegalArgumentException unless there are as many values as {@code shape} says
     */
    public static Numbers of(float[] values, long... shape) {
        return owning(
                IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray(), shape);
    }

    /**
     * A copy of numbers.
     *
     * @param values in C order
     * @throws IllegalArgumentException unless there are as many values as {@code shape} says
     */
    public static Numbers of(double[] values, long... shape) {
        return owning(values.clone(), shape);
    }

    /** Numbers that nobody else changes. */
    static Numbers owning(double[] values, long... shape) {
        long length = LongStream.of(shape).reduce(1, Math::multiplyExact);
        if (length != values.length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " needs " + length + " numbers, got " + values.length);
        }
        return new Numbers(shape.clone(), values);
    }

    /** A single number, of shape {@code [1]}. */
    public static Numbers scalar(double value) {
        return new Numbers(new long[] {1}, new double[] {value});
    }

    /** How many numbers there are. */
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

    /** A copy of all numbers in C order. */
    public double[] doubles() {
        return values.clone();
    }

    /** A copy in single precision, rounded to nearest. */
    public float[] floats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /**
     * The only number.
     *
     * @throws IllegalStateException if there are more or none
     */
    public double scalar() {
        if (values.length != 1) {
            throw new IllegalStateException("not one number but shape " + Arrays.toString(shape));
        }
        return values[0];
    }

    /** A new ND4J array. */
    public INDArray toNd4j(DataType type) {
        return Nd4j.createFromArray(values).reshape(shape).castTo(type);
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
    public double distance(Numbers other) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            double difference = values[i] - other.values[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /** Compares with numbers of the same shape. */
    public TensorDifference differenceFrom(Numbers expected, Closeness allowed) {
        return TensorDifference.of(values, expected.values, shape, allowed);
    }

    /** The first number that is infinite or not a number. */
    public Optional<Entry> firstNotFinite() {
        return differenceFrom(this, Closeness.EXACT).firstNotFinite();
    }

    public boolean hasShapeOf(Numbers other) {
        return Arrays.equals(shape, other.shape);
    }

    @Override
    public String toString() {
        return "numbers of shape " + Arrays.toString(shape);
    }
}
