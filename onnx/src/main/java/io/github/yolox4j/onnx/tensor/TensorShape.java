package io.github.yolox4j.onnx.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The axes of a tensor, outermost first; no axis is a scalar. */
public record TensorShape(List<Dim> dims) {

    public TensorShape {
        dims = List.copyOf(dims);
    }

    public static TensorShape of(long... sizes) {
        return new TensorShape(Arrays.stream(sizes).mapToObj(Dim::of).toList());
    }

    public int rank() {
        return dims.size();
    }

    public Dim dim(int axis) {
        return dims.get(axis);
    }

    public boolean isFixed() {
        return dims.stream().allMatch(Dim::isFixed);
    }

    /** The sizes of a fixed shape. */
    public long[] sizes() {
        return dims.stream().mapToLong(Dim::size).toArray();
    }

    /** How many numbers a tensor of this fixed shape holds. */
    public long volume() {
        return LongStream.of(sizes()).reduce(1, Math::multiplyExact);
    }

    /** This shape with another axis at {@code axis}. */
    public TensorShape with(int axis, Dim dim) {
        List<Dim> changed = new ArrayList<>(dims);
        changed.set(axis, dim);
        return new TensorShape(changed);
    }

    /** The axis from 0 that {@code axis}, which may count from the end as -1, means. */
    public int axis(long axis) {
        if (axis < -rank() || axis >= rank()) {
            throw new IllegalArgumentException("axis " + axis + " of a tensor of shape " + this);
        }
        return (int) (axis < 0 ? axis + rank() : axis);
    }

    @Override
    public String toString() {
        return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
