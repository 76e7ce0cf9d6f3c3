package io.github.yolox4j.runtime;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The memory of ND4J arrays, for others to read and write without a copy. */
final class SharedArrays {

    private SharedArrays() {}

    /**
     * The numbers of an array, which must outlive the buffer.
     *
     * @throws IllegalArgumentException unless they are floats that lie one after the other in C order
     */
    static FloatBuffer floats(String name, INDArray array) {
        if (array.dataType() != DataType.FLOAT
                || array.isView()
                || array.rank() > 1 && array.ordering() != 'c'
                || array.data().length() != array.length()) {
            throw new IllegalArgumentException(name + ": expected floats in C order and no view, got "
                    + array.dataType() + Arrays.toString(array.shape()) + " in order '" + array.ordering() + "'"
                    + (array.isView() ? ", a view" : ""));
        }
        return array.data().asNio().order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
}
