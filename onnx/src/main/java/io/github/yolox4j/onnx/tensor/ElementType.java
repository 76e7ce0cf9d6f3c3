package io.github.yolox4j.onnx.tensor;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a tensor is made of. */
public enum ElementType {
    FLOAT(DataType.FLOAT, Float.BYTES),
    DOUBLE(DataType.DOUBLE, Double.BYTES),
    /** Half precision. */
    FLOAT16(DataType.FLOAT16, Short.BYTES),
    INT8(DataType.INT8, Byte.BYTES),
    UINT8(DataType.UINT8, Byte.BYTES),
    INT32(DataType.INT32, Integer.BYTES),
    INT64(DataType.INT64, Long.BYTES),
    BOOL(DataType.BOOL, Byte.BYTES);

    private final DataType proto;
    private final int bytes;

    ElementType(DataType proto, int bytes) {
        this.proto = proto;
        this.bytes = bytes;
    }

    /** The number ONNX writes for this type, in {@code Cast}'s attribute {@code to} for instance. */
    public int code() {
        return proto.getNumber();
    }

    /** How many bytes of a file an element takes. */
    public int bytes() {
        return bytes;
    }

    /** Whether the elements are real numbers. */
    boolean isReal() {
        return this == FLOAT || this == FLOAT16;
    }

    public static ElementType ofCode(long code) {
        for (ElementType type : values()) {
            if (type.code() == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("element type " + code + " is not one of "
                + Arrays.stream(values()).map(t -> t + " " + t.code()).collect(Collectors.joining(", ")));
    }
}
