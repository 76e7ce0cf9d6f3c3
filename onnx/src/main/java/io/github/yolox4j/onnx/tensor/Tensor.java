package io.github.yolox4j.onnx.tensor;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * Constant numbers, the last axis varying fastest (C order). A tensor owns its numbers: they are copied in by no one
 * and must not be changed by who made it.
 */
public final class Tensor {

    private final ElementType element;
    private final long[] shape;
    private final float[] floats;
    private final long[] longs;

    private Tensor(ElementType element, long[] shape, float[] floats, long[] longs) {
        long size = LongStream.of(shape).reduce(1, Math::multiplyExact);
        int given = element.isReal() ? floats.length : longs.length;
        if (size != given) {
            throw new IllegalArgumentException(
                    "a tensor of shape " + Arrays.toString(shape) + " holds " + size + " values, got " + given);
        }
        this.element = element;
        this.shape = shape.clone();
        this.floats = floats;
        this.longs = longs;
    }

    public static Tensor ofFloats(long[] shape, float... values) {
        return new Tensor(ElementType.FLOAT, shape, values, new long[0]);
    }

    /** Numbers that are rounded to half precision. */
    public static Tensor ofHalves(long[] shape, float... values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = HalfFloat.round(values[i]);
        }
        return new Tensor(ElementType.FLOAT16, shape, rounded, new long[0]);
    }

    /** Whole numbers of a given width. */
    public static Tensor ofWhole(ElementType element, long[] shape, long... values) {
        if (element.isReal()) {
            throw new IllegalArgumentException("elements of " + element + " are no whole numbers");
        }
        return new Tensor(element, shape, new float[0], values);
    }

    public static Tensor ofLongs(long[] shape, long... values) {
        return new Tensor(ElementType.INT64, shape, new float[0], values);
    }

    /** Numbers of double precision; {@link #longs} holds their bits. */
    public static Tensor ofDoubles(long[] shape, double... values) {
        long[] bits =
                DoubleStream.of(values).mapToLong(Double::doubleToRawLongBits).toArray();
        return new Tensor(ElementType.DOUBLE, shape, new float[0], bits);
    }

    /** Truth values as 0 and 1. */
    public static Tensor ofFlags(long[] shape, long... values) {
        return new Tensor(ElementType.BOOL, shape, new float[0], values);
    }

    public static Tensor scalar(float value) {
        return ofFloats(new long[0], value);
    }

    /** A list of whole numbers, shape {@code [n]}: how ONNX takes shapes, axes and steps. */
    public static Tensor list(long... values) {
        return ofLongs(new long[] {values.length}, values.clone());
    }

    public ElementType element() {
        return element;
    }

    public TensorType type() {
        return new TensorType(element, TensorShape.of(shape));
    }

    public long[] shape() {
        return shape.clone();
    }

    public int size() {
        return element.isReal() ? floats.length : longs.length;
    }

    /**
     * The numbers themselves, not a copy.
     *
     * @throws IllegalStateException unless the elements are real numbers
     */
    public float[] floats() {
        if (!element.isReal()) {
            throw new IllegalStateException("a tensor of " + element + " has no floats");
        }
        return floats;
    }

    /**
     * The numbers themselves, not a copy.
     *
     * @throws IllegalStateException if the elements are real numbers
     */
    public long[] longs() {
        if (element.isReal()) {
            throw new IllegalStateException("a tensor of " + element + " has no whole numbers");
        }
        return longs;
    }

    /**
     * A copy of the numbers in double precision, which holds them exactly but for whole numbers beyond 2<sup>53</sup>.
     */
    public double[] doubles() {
        double[] doubles = new double[size()];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = element.isReal()
                    ? floats[i]
                    : element == ElementType.DOUBLE ? Double.longBitsToDouble(longs[i]) : longs[i];
        }
        return doubles;
    }

    /** The same numbers under another shape of the same volume. */
    public Tensor reshaped(long... newShape) {
        return new Tensor(element, newShape, floats, longs);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor that
                && element == that.element
                && Arrays.equals(shape, that.shape)
                && Arrays.equals(floats, that.floats)
                && Arrays.equals(longs, that.longs);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(shape) + Arrays.hashCode(floats)) + Arrays.hashCode(longs);
    }

    @Override
    public String toString() {
        return "tensor " + type();
    }
}
