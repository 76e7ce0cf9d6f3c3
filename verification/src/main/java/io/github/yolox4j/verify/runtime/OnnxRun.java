package io.github.yolox4j.verify.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/** The outputs of one run, outside of the Java heap. Whoever asked for the run closes it. */
public final class OnnxRun implements AutoCloseable {

    private final String model;
    private final OrtSession.Result result;

    /** @param model what messages call it */
    OnnxRun(String model, OrtSession.Result result) {
        this.model = model;
        this.result = result;
    }

    /**
     * A copy of an output.
     *
     * @throws IllegalStateException if it is no tensor of numbers
     */
    public Tensor of(String output) {
        OnnxTensor tensor = tensor(output);
        long[] shape = tensor.getInfo().getShape();
        return switch (tensor.getInfo().type) {
            case FLOAT, FLOAT16, BFLOAT16 -> Tensor.ofFloats(shape, floats(tensor.getFloatBuffer()));
            case DOUBLE -> Tensor.ofDoubles(shape, doubles(tensor.getDoubleBuffer()));
            case INT32 -> {
                IntBuffer numbers = tensor.getIntBuffer();
                yield whole(ElementType.INT32, shape, numbers.remaining(), numbers::get);
            }
            case INT64 -> {
                LongBuffer numbers = tensor.getLongBuffer();
                yield whole(ElementType.INT64, shape, numbers.remaining(), numbers::get);
            }
            case UINT8 -> {
                ByteBuffer numbers = tensor.getByteBuffer();
                yield whole(ElementType.UINT8, shape, numbers.remaining(), i -> numbers.get(i) & 0xff);
            }
            case INT8, BOOL -> {
                ByteBuffer numbers = tensor.getByteBuffer();
                ElementType type = tensor.getInfo().type == OnnxJavaType.BOOL ? ElementType.BOOL : ElementType.INT8;
                yield whole(type, shape, numbers.remaining(), numbers::get);
            }
            default -> throw new IllegalStateException("output " + output + " of " + model
                    + " holds no numbers that can be compared: " + tensor.getInfo());
        };
    }

    /** How many numbers an output has. */
    public long size(String output) {
        return tensor(output).getInfo().getNumElements();
    }

    @Override
    public void close() {
        result.close();
    }

    private OnnxTensor tensor(String output) {
        Object value = result.get(output)
                .orElseThrow(() -> new IllegalArgumentException(model + " was not asked to compute output " + output));
        if (value instanceof OnnxTensor tensor) {
            return tensor;
        }
        throw new IllegalStateException("output " + output + " of " + model + " is no tensor: " + value);
    }

    private static float[] floats(FloatBuffer numbers) {
        float[] floats = new float[numbers.remaining()];
        numbers.get(floats);
        return floats;
    }

    private static double[] doubles(DoubleBuffer numbers) {
        double[] doubles = new double[numbers.remaining()];
        numbers.get(doubles);
        return doubles;
    }

    private static Tensor whole(ElementType type, long[] shape, int count, IntToLongFunction number) {
        long[] numbers = new long[count];
        Arrays.setAll(numbers, number);
        return Tensor.ofWhole(type, shape, numbers);
    }
}
