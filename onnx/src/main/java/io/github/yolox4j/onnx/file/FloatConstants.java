package io.github.yolox4j.onnx.file;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.github.yolox4j.onnx.tensor.HalfPrecision;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

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
        float[] values =
                switch (constant.getDataType()) {
                    case TensorProto.DataType.FLOAT_VALUE -> constant.hasRawData()
                            ? floats(constant.getRawData())
                            : unboxed(constant.getFloatDataList());
                    case TensorProto.DataType.FLOAT16_VALUE -> constant.hasRawData()
                            ? halves(constant.getRawData())
                            : halves(constant.getInt32DataList());
                    case TensorProto.DataType.DOUBLE_VALUE -> constant.hasRawData()
                            ? doubles(constant.getRawData())
                            : unboxed(constant.getDoubleDataList());
                    default -> throw new IllegalArgumentException("expected floating-point numbers, found "
                            + TensorProto.DataType.forNumber(constant.getDataType()));
                };
        long[] shape =
                constant.getDimsList().stream().mapToLong(Long::longValue).toArray();
        if (Arrays.stream(shape).anyMatch(side -> side < 1)) {
            throw new IllegalArgumentException(
                    "a shape of positive sizes is expected, found " + Arrays.toString(shape));
        }
        return Tensor.ofFloats(shape, values);
    }

    private static ByteBuffer buffer(ByteString raw) {
        return raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static float[] floats(ByteString raw) {
        float[] values = new float[raw.size() / Float.BYTES];
        buffer(raw).asFloatBuffer().get(values);
        return values;
    }

    private static float[] halves(ByteString raw) {
        ByteBuffer buffer = buffer(raw);
        float[] values = new float[raw.size() / Short.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = HalfPrecision.float16(buffer.getShort(i * Short.BYTES));
        }
        return values;
    }

    private static float[] halves(List<Integer> bits) {
        float[] values = new float[bits.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = HalfPrecision.float16(bits.get(i).shortValue());
        }
        return values;
    }

    private static float[] doubles(ByteString raw) {
        ByteBuffer buffer = buffer(raw);
        float[] values = new float[raw.size() / Double.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) buffer.getDouble(i * Double.BYTES);
        }
        return values;
    }

    private static float[] unboxed(List<? extends Number> numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i).floatValue();
        }
        return values;
    }
}
