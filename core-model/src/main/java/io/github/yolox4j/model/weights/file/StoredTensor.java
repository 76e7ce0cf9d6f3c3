package io.github.yolox4j.model.weights.file;

import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A tensor as a PyTorch checkpoint describes it: a window on numbers that lie in another entry of the file.
 *
 * @param storage where the numbers lie
 * @param offset of the first element among them
 * @param size the shape
 * @param stride per axis, how many numbers lie between neighbours
 */
record StoredTensor(Storage storage, long offset, List<Long> size, List<Long> stride) {

    StoredTensor {
        size = List.copyOf(size);
        stride = List.copyOf(stride);
    }

    /**
     * Numbers of one type.
     *
     * @param type PyTorch's name, {@code FloatStorage} for instance
     * @param key the entry's name
     * @param count how many
     */
    record Storage(String type, String key, long count) {}

    /** The shape, a new array. */
    long[] shape() {
        return size.stream().mapToLong(Long::longValue).toArray();
    }

    /** The number of elements, or -1 if it is more than {@code most} or an axis is negative. */
    long elements(long most) {
        long count = 1;
        for (long side : size) {
            if (side < 0 || side > 0 && count > most / side) {
                return -1;
            }
            count *= side;
        }
        return count;
    }

    /** Whether the window lies in its storage, which holds {@code count} numbers; strides must not be negative. */
    boolean liesWithin(long count) {
        if (offset < 0 || offset >= count || stride.size() != size.size()) {
            return false;
        }
        long last = offset;
        for (int axis = 0; axis < size.size(); axis++) {
            long steps = size.get(axis) - 1;
            if (stride.get(axis) < 0 || steps > 0 && stride.get(axis) > (count - 1 - last) / steps) {
                return false;
            }
            last += Math.max(0, steps) * stride.get(axis);
        }
        return last < count;
    }

    /** The place in the storage of the i-th element in C order. */
    IntUnaryOperator places() {
        long[] sides = shape();
        long[] strides = stride.stream().mapToLong(Long::longValue).toArray();
        return i -> {
            long rest = i;
            long place = offset;
            for (int axis = sides.length - 1; axis >= 0; axis--) {
                place += rest % sides[axis] * strides[axis];
                rest /= sides[axis];
            }
            return (int) place;
        };
    }
}
