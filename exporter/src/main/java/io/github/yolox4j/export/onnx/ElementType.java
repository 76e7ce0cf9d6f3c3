package io.github.yolox4j.export.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a tensor is made of. */
public enum ElementType {
    FLOAT(DataType.FLOAT),
    DOUBLE(DataType.DOUBLE),
    UINT8(DataType.UINT8),
    INT32(DataType.INT32),
    INT64(DataType.INT64),
    BOOL(DataType.BOOL);

    private final DataType proto;

    ElementType(DataType proto) {
        this.proto = proto;
    }

    /** The number ONNX writes for this type, in {@code Cast}'s attribute {@code to} for instance. */
    public int code() {
        return proto.getNumber();
    }

    static ElementType ofCode(long code) {
        for (ElementType type : values()) {
            if (type.code() == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("element type " + code + " is not one of "
                + Arrays.stream(values()).map(t -> t + " " + t.code()).collect(Collectors.joining(", ")));
    }
}
