package io.github.yolox4j.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Copies of {@link Tensor}s in ONNX Runtime's memory, and back. */
final class NativeTensors {

    private NativeTensors() {}

    /** Makes a tensor of ONNX Runtime's. */
    @FunctionalInterface
    interface Making {
        OnnxTensor make() throws OrtException;
    }

    /** A copy; whoever asks for it closes it. */
    static OnnxTensor of(Tensor tensor) throws OrtException {
        OrtEnvironment environment = SharedEnvironment.get();
        long[] shape = tensor.shape();
        return switch (tensor.element()) {
            case FLOAT -> OnnxTensor.createTensor(environment, FloatBuffer.wrap(tensor.floats()), shape);
            case DOUBLE -> OnnxTensor.createTensor(environment, DoubleBuffer.wrap(tensor.doubles()), shape);
            case INT32 -> OnnxTensor.createTensor(environment, integers(tensor), shape);
            case INT64 -> OnnxTensor.createTensor(environment, LongBuffer.wrap(tensor.longs()), shape);
            case INT8 -> OnnxTensor.createTensor(environment, bytes(tensor), shape, OnnxJavaType.INT8);
            case UINT8 -> OnnxTensor.createTensor(environment, bytes(tensor), shape, OnnxJavaType.UINT8);
            case BOOL -> OnnxTensor.createTensor(environment, bytes(tensor), shape, OnnxJavaType.BOOL);
            case FLOAT16 -> throw new IllegalArgumentException(
                    "inputs of half precision are not supported, got " + tensor.type());
        };
    }

    private static IntBuffer integers(Tensor tensor) {
        IntBuffer integers = IntBuffer.allocate(tensor.size());
        for (long number : tensor.longs()) {
            integers.put(Math.toIntExact(number));
        }
        return integers.rewind();
    }

    private static ByteBuffer bytes(Tensor tensor) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(tensor.size());
        for (long number : tensor.longs()) {
            bytes.put((byte) number);
        }
        return bytes.rewind();
    }

    /** A copy of an output, which messages call {@code output}; fails if it is no tensor of numbers. */
    static Tensor read(String output, OnnxValue value) {
        OnnxTensor tensor = require(output, value);
        long[] shape = tensor.getInfo().getShape();
        return switch (tensor.getInfo().type) {
            case FLOAT, FLOAT16, BFLOAT16 -> Tensor.ofFloats(shape, floats(tensor.getFloatBuffer()));
            case DOUBLE -> Tensor.ofDoubles(shape, doubles(tensor.getDoubleBuffer()));
            case INT64 -> whole(ElementType.INT64, shape, tensor.getLongBuffer()::get);
            case INT32 -> whole(ElementType.INT32, shape, tensor.getIntBuffer()::get);
            case INT8 -> whole(ElementType.INT8, shape, tensor.getByteBuffer()::get);
            case BOOL -> whole(ElementType.BOOL, shape, tensor.getByteBuffer()::get);
            case UINT8 -> {
                ByteBuffer bytes = tensor.getByteBuffer();
                yield whole(ElementType.UINT8, shape, i -> bytes.get(i) & 0xff);
            }
            default -> throw new IllegalStateException(output + " holds no numbers: " + tensor.getInfo());
        };
    }

    /** @throws IllegalStateException if it is no tensor */
    static OnnxTensor require(String output, OnnxValue value) {
        if (value instanceof OnnxTensor tensor) {
            return tensor;
        }
        throw new IllegalStateException(output + " is no tensor: " + value);
    }

    private static float[] floats(FloatBuffer buffer) {
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        return floats;
    }

    private static double[] doubles(DoubleBuffer buffer) {
        double[] doubles = new double[buffer.remaining()];
        buffer.get(doubles);
        return doubles;
    }

    private static Tensor whole(ElementType element, long[] shape, IntToLongFunction number) {
        int size = Math.toIntExact(LongStream.of(shape).reduce(1, Math::multiplyExact));
        return Tensor.ofWhole(
                element, shape, IntStream.range(0, size).mapToLong(number).toArray());
    }
}
