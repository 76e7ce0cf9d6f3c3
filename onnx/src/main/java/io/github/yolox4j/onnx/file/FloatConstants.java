package io.github.yolox4j.onnx.file;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.github.yolox4j.onnx.tensor.HalfFloat;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** Floating-point constants of an ONNX file, 16 to 64 bits wide, as floats. */
final class FloatConstants {

    private FloatConstants() {}

    /**
     * The numbers.
     *
     * @throws IllegalArgumentException if there are none, or they are no floating-point numbers, lie in another file,
     *     or are not as many as the shape says
     */
    static Tensor read(TensorProto constant) {
        if (constant.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            throw new IllegalArgumentException("its values are in another file, which is not read");
        }
        ByteBuffer raw = constant.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = constant.hasRawData() ? fromRaw(raw, constant) : fromLists(constant);
        long[] shape =
                constant.getDimsList().stream().mapToLong(Long::longValue).toArray();
        if (Arrays.stream(shape).anyMatch(side -> side < 1)) {
            throw new IllegalArgumentException(
                    "a shape of positive sizes is expected, found " + Arrays.toString(shape));
        }
        return Tensor.ofFloats(shape, values);
    }

    private static float[] fromRaw(ByteBuffer raw, TensorProto constant) {
        return switch (constant.getDataType()) {
            case TensorProto.DataType.FLOAT_VALUE -> floats(
                    raw.remaining() / Float.BYTES, i -> raw.getFloat(i * Float.BYTES));
            case TensorProto.DataType.FLOAT16_VALUE -> floats(
                    raw.remaining() / Short.BYTES, i -> HalfFloat.of(raw.getShort(i * Short.BYTES)));
            case TensorProto.DataType.DOUBLE_VALUE -> floats(
                    raw.remaining() / Double.BYTES, i -> raw.getDouble(i * Double.BYTES));
            default -> throw noFloats(constant);
        };
    }

    private static float[] fromLists(TensorProto constant) {
        return switch (constant.getDataType()) {
            case TensorProto.DataType.FLOAT_VALUE -> floats(constant.getFloatDataCount(), constant::getFloatData);
            case TensorProto.DataType.FLOAT16_VALUE -> floats(
                    constant.getInt32DataCount(), i -> HalfFloat.of((short) constant.getInt32Data(i)));
            case TensorProto.DataType.DOUBLE_VALUE -> floats(constant.getDoubleDataCount(), constant::getDoubleData);
            default -> throw noFloats(constant);
        };
    }

    private static IllegalArgumentException noFloats(TensorProto constant) {
        return new IllegalArgumentException(
                "expected floating-point numbers, found " + TensorProto.DataType.forNumber(constant.getDataType()));
    }

    private static float[] floats(int count, IntToDoubleFunction number) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) number.applyAsDouble(i);
        }
        return values;
    }
}
