package io.github.yolox4j.runtime;

import ai.onnxruntime.OnnxTensor;
import io.github.yolox4j.model.weights.ArrayMemory;
import io.github.yolox4j.ort.LoadedModel;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Native memory by name that Java and ONNX Runtime both see, without a copy: arrays that are owned elsewhere, arrays
 * for results, and single numbers. It outlives the sessions that read and write it.
 */
final class SharedTensors implements AutoCloseable {

    private final Map<String, Shared> known = new HashMap<>();
    private final Map<String, INDArray> results = new HashMap<>();

    /** One of them, seen from both sides. */
    private record Shared(OnnxTensor tensor, Buffer numbers) {}

    static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** Shares an array of single precision that is owned elsewhere. */
    void share(String name, INDArray array, LoadedModel model) {
        FloatBuffer numbers = ArrayMemory.floats(array);
        known.put(name, new Shared(model.tensor(numbers, array.shape()), numbers));
    }

    /** Makes an array for a result. */
    void own(String result, long[] shape, LoadedModel model) {
        INDArray array = Nd4j.zeros(DataType.FLOAT, shape);
        share(result, array, model);
        results.put(result, array);
    }

    /** A single number. */
    FloatBuffer ofFloat(String name, LoadedModel model) {
        FloatBuffer number = memory(Float.BYTES).asFloatBuffer();
        known.put(name, new Shared(model.tensor(number, 1), number));
        return number;
    }

    /** A single number in double precision. */
    DoubleBuffer ofDouble(String name, LoadedModel model) {
        DoubleBuffer number = memory(Double.BYTES).asDoubleBuffer();
        known.put(name, new Shared(model.tensor(number, 1), number));
        return number;
    }

    /** The tensors of those names, as far as they are here. */
    Map<String, OnnxTensor> tensors(Iterable<String> names) {
        Map<String, OnnxTensor> found = new HashMap<>();
        for (String name : names) {
            if (known.containsKey(name)) {
                found.put(name, known.get(name).tensor);
            }
        }
        return found;
    }

    /** The live numbers of an array. */
    FloatBuffer floats(String name) {
        return (FloatBuffer) known.get(name).numbers;
    }

    /** The live array of a result. */
    INDArray result(String name) {
        return results.get(name);
    }

    @Override
    public void close() {
        known.values().forEach(shared -> shared.tensor().close());
        results.values().forEach(INDArray::close);
    }
}
