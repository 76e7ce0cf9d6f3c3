package io.github.yolox4j.model.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory for the intermediate arrays of a plan: an array given back is handed out again for the next one of its length.
 */
final class BufferPool implements AutoCloseable {

    private record Size(DataType type, long length) {}

    private final Map<Size, Deque<INDArray>> free = new HashMap<>();
    private final IdentityHashMap<INDArray, INDArray> flatOf = new IdentityHashMap<>();
    private final List<INDArray> all = new ArrayList<>();

    /** An array of that shape in C order, its content undefined. */
    INDArray take(LongShapeDescriptor shape) {
        long length = LongStream.of(shape.getShape()).reduce(1, Math::multiplyExact);
        Deque<INDArray> matching = free.get(new Size(shape.dataType(), length));
        INDArray flat = matching == null ? null : matching.poll();
        if (flat == null) {
            flat = Nd4j.createUninitialized(shape.dataType(), length);
            all.add(flat);
        }
        INDArray array = flat.reshape('c', shape.getShape());
        flatOf.put(array, flat);
        return array;
    }

    /** Whether an array was taken from here and not yet given back. */
    boolean owns(INDArray array) {
        return flatOf.containsKey(array);
    }

    /** Hands an array back. */
    void give(INDArray array) {
        INDArray flat = flatOf.remove(array);
        free.computeIfAbsent(new Size(flat.dataType(), flat.length()), size -> new ArrayDeque<>())
                .push(flat);
    }

    /** Bytes held, in use or not. */
    long bytes() {
        return all.stream()
                .mapToLong(array -> array.length() * array.dataType().width())
                .sum();
    }

    @Override
    public void close() {
        all.forEach(INDArray::close);
        all.clear();
        free.clear();
        flatOf.clear();
    }
}
