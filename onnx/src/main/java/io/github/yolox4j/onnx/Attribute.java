package io.github.yolox4j.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import com.google.protobuf.ByteString;
import java.util.Arrays;

/**
 * A named setting of a node.
 *
 * @param proto the setting as it stands in the file
 */
public record Attribute(AttributeProto proto) {

    /** The kinds of setting that operators declare. */
    public enum Kind {
        /** One whole number. */
        INTEGER(AttributeType.INT),
        /** A list of whole numbers. */
        INTEGERS(AttributeType.INTS),
        /** One real number. */
        NUMBER(AttributeType.FLOAT),
        /** A word. */
        TEXT(AttributeType.STRING);

        private final AttributeType type;

        Kind(AttributeType type) {
            this.type = type;
        }

        private AttributeProto.Builder named(String name) {
            return AttributeProto.newBuilder().setName(name).setType(type);
        }
    }

    public static Attribute integer(String name, long value) {
        return new Attribute(Kind.INTEGER.named(name).setI(value).build());
    }

    public static Attribute integers(String name, long... values) {
        return new Attribute(Kind.INTEGERS
                .named(name)
                .addAllInts(Arrays.stream(values).boxed().toList())
                .build());
    }

    public static Attribute number(String name, double value) {
        return new Attribute(Kind.NUMBER.named(name).setF((float) value).build());
    }

    public static Attribute text(String name, String value) {
        return new Attribute(
                Kind.TEXT.named(name).setS(ByteString.copyFromUtf8(value)).build());
    }

    public String name() {
        return proto.getName();
    }

    public Kind kind() {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.type == proto.getType())
                .findFirst()
                .orElseThrow();
    }
}
