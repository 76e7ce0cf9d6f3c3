package io.github.yolox4j.model.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The memory of ND4J arrays, for others to read and write without a copy and without a native call. */
public final class ArrayMemory {

    private ArrayMemory() {}

    /**
     * The numbers of an array of floats, in C order. The array must outlive the buffer.
     *
     * @throws IllegalArgumentException unless they are floats that lie one after the other
     */
    public static FloatBuffer floats(INDArray array) {
        return bytes(array, DataType.FLOAT).asFloatBuffer().slice(0, Math.toIntExact(array.length()));
    }

    /** The same for double precision. */
    public static DoubleBuffer doubles(INDArray array) {
        return bytes(array, DataType.DOUBLE).asDoubleBuffer().slice(0, Math.toIntExact(array.length()));
    }

    /** Overwrites the numbers of an array of FLOAT or DOUBLE. */
    public static void write(INDArray array, double[] numbers) {
        if (array.length() != numbers.length) {
            throw new IllegalArgumentException(
                    "an array of " + array.length() + " numbers cannot hold " + numbers.length);
        }
        if (array.dataType() == DataType.DOUBLE) {
            doubles(array).put(0, numbers);
            return;
        }
        FloatBuffer floats = floats(array);
        for (int i = 0; i < numbers.length; i++) {
            floats.put(i, (float) numbers[i]);
        }
    }

    private static ByteBuffer bytes(INDArray array, DataType type) {
        if (array.dataType() != type || array.offset() != 0 || !isInOrder(array)) {
            throw new IllegalArgumentException("expected numbers of type " + type + " in contiguous memory, got "
                    + array.dataType() + Arrays.toString(array.shape()) + " with strides "
                    + Arrays.toString(array.stride()) + " at offset " + array.offset());
        }
        return array.data().asNio().order(ByteOrder.nativeOrder());
    }

    private static boolean isInOrder(INDArray array) {
        long step = 1;
        for (int axis = array.rank() - 1; axis >= 0; axis--) {
            if (array.size(axis) != 1 && array.stride(axis) != step) {
                return false;
            }
            step *= array.size(axis);
        }
        return true;
    }
}
