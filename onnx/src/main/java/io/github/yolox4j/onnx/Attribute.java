package io.github.yolox4j.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;

/** A named setting of a node. */
public sealed interface Attribute {

    /** The kinds of setting that operators declare. */
    enum Kind {
        INTEGER,
        INTEGERS,
        NUMBER,
        TEXT
    }

    /** One whole number. */
    record IntegerAttribute(String name, long value) implements Attribute {
        @Override
        public Kind kind() {
            return Kind.INTEGER;
        }

        @Override
        public AttributeProto toProto() {
            return named(name, AttributeProto.AttributeType.INT).setI(value).build();
        }
    }

    /** A list of whole numbers. */
    record IntegersAttribute(String name, List<Long> values) implements Attribute {
        public IntegersAttribute {
            values = List.copyOf(values);
        }

        @Override
        public Kind kind() {
            return Kind.INTEGERS;
        }

        @Override
        public AttributeProto toProto() {
            return named(name, AttributeProto.AttributeType.INTS)
                    .addAllInts(values)
                    .build();
        }
    }

    /** One real number. */
    record NumberAttribute(String name, float value) implements Attribute {
        @Override
        public Kind kind() {
            return Kind.NUMBER;
        }

        @Override
        public AttributeProto toProto() {
            return named(name, AttributeProto.AttributeType.FLOAT).setF(value).build();
        }
    }

    /** A word. */
    record TextAttribute(String name, String value) implements Attribute {
        @Override
        public Kind kind() {
            return Kind.TEXT;
        }

        @Override
        public AttributeProto toProto() {
            return named(name, AttributeProto.AttributeType.STRING)
                    .setS(ByteString.copyFromUtf8(value))
                    .build();
        }
    }

    String name();

    Kind kind();

    /** The setting as it stands in the file. */
    AttributeProto toProto();

    static Attribute integer(String name, long value) {
        return new IntegerAttribute(name, value);
    }

    static Attribute integers(String name, long... values) {
        return new IntegersAttribute(name, Arrays.stream(values).boxed().toList());
    }

    static Attribute number(String name, double value) {
        return new NumberAttribute(name, (float) value);
    }

    static Attribute text(String name, String value) {
        return new TextAttribute(name, value);
    }

    private static AttributeProto.Builder named(String name, AttributeProto.AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }
}
