package io.github.yolox4j.model.weights.file;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.indexer.Bfloat16Indexer;
import org.bytedeco.javacpp.indexer.HalfIndexer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How a file stores numbers. The constants are named as in safetensors; 16-bit numbers become floats. */
enum NumberFormat {
    F32(Float.BYTES, DataType.FLOAT),
    F64(Double.BYTES, DataType.DOUBLE),
    F16(Short.BYTES, DataType.FLOAT),
    BF16(Short.BYTES, DataType.FLOAT),
    I64(Long.BYTES, DataType.INT64);

    private final int width;
    private final DataType type;

    NumberFormat(int width, DataType type) {
        this.width = width;
        this.type = type;
    }

    /** The format of that name, if it is known. */
    static Optional<NumberFormat> named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().equals(name))
                .findFirst();
    }

    /** Bytes per number. */
    int width() {
        return width;
    }

    /**
     * An array in C order.
     *
     * @param data the stored numbers, in their byte order, from position 0
     * @param shape of the array; empty for a single number
     * @param place of the array's i-th element among the stored numbers
     */
    INDArray array(ByteBuffer data, long[] shape, IntUnaryOperator place) {
        int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        IntStream bytes = IntStream.range(0, count).map(place).map(at -> at * width);
        INDArray flat =
                switch (type) {
                    case FLOAT -> Nd4j.createFromArray(floats(data, count, bytes.iterator()));
                    case DOUBLE -> Nd4j.createFromArray(
                            bytes.mapToDouble(data::getDouble).toArray());
                    default -> Nd4j.createFromArray(
                            bytes.mapToLong(data::getLong).toArray());
                };
        return flat.reshape(shape);
    }

    private float[] floats(ByteBuffer data, int count, PrimitiveIterator.OfInt places) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            int at = places.nextInt();
            values[i] = switch (this) {
                case F16 -> HalfIndexer.toFloat(data.getShort(at));
                case BF16 -> Bfloat16Indexer.toFloat(data.getShort(at));
                default -> data.getFloat(at);
            };
        }
        return values;
    }
}
