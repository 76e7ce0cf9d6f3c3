package io.github.yolox4j.verify.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.function.IntToDoubleFunction;

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
     * A copy of an output; whole numbers and double precision are rounded to floats.
     *
     * @throws IllegalStateException if it is no tensor of numbers
     */
    public FloatTensor of(String output) {
        OnnxTensor tensor = tensor(output);
        return new FloatTensor(tensor.getInfo().getShape(), floats(output, tensor));
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

    private float[] floats(String output, OnnxTensor tensor) {
        switch (tensor.getInfo().type) {
            case FLOAT, FLOAT16, BFLOAT16 -> {
                FloatBuffer numbers = tensor.getFloatBuffer();
                float[] floats = new float[numbers.remaining()];
                numbers.get(floats);
                return floats;
            }
            case DOUBLE -> {
                DoubleBuffer numbers = tensor.getDoubleBuffer();
                return floats(numbers.remaining(), numbers::get);
            }
            case INT32 -> {
                IntBuffer numbers = tensor.getIntBuffer();
                return floats(numbers.remaining(), numbers::get);
            }
            case INT64 -> {
                LongBuffer numbers = tensor.getLongBuffer();
                return floats(numbers.remaining(), numbers::get);
            }
            case UINT8 -> {
                ByteBuffer numbers = tensor.getByteBuffer();
                return floats(numbers.remaining(), i -> numbers.get(i) & 0xff);
            }
            case INT8, BOOL -> {
                ByteBuffer numbers = tensor.getByteBuffer();
                return floats(numbers.remaining(), numbers::get);
            }
            default -> throw new IllegalStateException("output " + output + " of " + model
                    + " holds no numbers that can be compared: " + tensor.getInfo());
        }
    }

    private static float[] floats(int count, IntToDoubleFunction number) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) number.applyAsDouble(i);
        }
        return floats;
    }
}
