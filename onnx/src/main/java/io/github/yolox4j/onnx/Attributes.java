package io.github.yolox4j.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.List;
import java.util.Optional;

/** The settings of one node. */
public record Attributes(List<Attribute> all) {

    public Attributes {
        all = List.copyOf(all);
    }

    /** These, in order. */
    public static Attributes of(Attribute... attributes) {
        return new Attributes(List.of(attributes));
    }

    /** The whole number {@code name}, or what ONNX takes when it is not given. */
    public long integer(String name, long otherwise) {
        return find(name).map(AttributeProto::getI).orElse(otherwise);
    }

    /** The list {@code name}, or what ONNX takes when it is not given. */
    public long[] integers(String name, long... otherwise) {
        return find(name)
                .map(a -> a.getIntsList().stream().mapToLong(Long::longValue).toArray())
                .orElse(otherwise);
    }

    /** The word {@code name}, or what ONNX takes when it is not given. */
    public String text(String name, String otherwise) {
        return find(name).map(a -> a.getS().toStringUtf8()).orElse(otherwise);
    }

    public boolean has(String name) {
        return find(name).isPresent();
    }

    private Optional<AttributeProto> find(String name) {
        return all.stream()
                .filter(a -> a.name().equals(name))
                .map(Attribute::proto)
                .findFirst();
    }
}
