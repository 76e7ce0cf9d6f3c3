package io.github.yolox4j.onnx;

import java.util.List;
import java.util.Optional;

/** The settings of one node. */
public record Attributes(List<Attribute> all) {

    public Attributes {
        all = List.copyOf(all);
    }

    /** The whole number {@code name}, or what ONNX takes when it is not given. */
    public long integer(String name, long otherwise) {
        return find(name, Attribute.IntegerAttribute.class)
                .map(Attribute.IntegerAttribute::value)
                .orElse(otherwise);
    }

    /** The list {@code name}, or what ONNX takes when it is not given. */
    public long[] integers(String name, long... otherwise) {
        return find(name, Attribute.IntegersAttribute.class)
                .map(a -> a.values().stream().mapToLong(Long::longValue).toArray())
                .orElse(otherwise);
    }

    /** The word {@code name}, or what ONNX takes when it is not given. */
    public String text(String name, String otherwise) {
        return find(name, Attribute.TextAttribute.class)
                .map(Attribute.TextAttribute::value)
                .orElse(otherwise);
    }

    public boolean has(String name) {
        return all.stream().anyMatch(a -> a.name().equals(name));
    }

    private <A extends Attribute> Optional<A> find(String name, Class<A> kind) {
        return all.stream().filter(a -> a.name().equals(name)).map(kind::cast).findFirst();
    }
}
