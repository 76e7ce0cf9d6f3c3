package io.github.yolox4j.export.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;

/** What a tensor is made of. */
public enum ElementType {
    FLOAT(DataType.FLOAT),
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
        throw new IllegalArgumentException("element type " + code + " is not one of FLOAT 1, INT64 7, BOOL 9");
    }
}
