package io.github.yolox4j.onnx.tensor;

import java.util.Locale;

/** Element type and shape of a value. */
public record TensorType(ElementType element, TensorShape shape) {

    public static TensorType floats(long... sizes) {
        return new TensorType(ElementType.FLOAT, TensorShape.of(sizes));
    }

    @Override
    public String toString() {
        return element.name().toLowerCase(Locale.ROOT) + shape;
    }
}
