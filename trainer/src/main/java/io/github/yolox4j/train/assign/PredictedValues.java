package io.github.yolox4j.train.assign;

import io.github.yolox4j.onnx.Value;

/**
 * What a network predicts at some places of every image, in double precision.
 *
 * @param centers {@code [batch, places, 2]}: centre x, centre y in pixels
 * @param sides {@code [batch, places, 2]}: width, height in pixels
 * @param objectness {@code [batch, places, 1]}: logits
 * @param classLogits {@code [batch, places, classes]}
 */
public record PredictedValues(Value centers, Value sides, Value objectness, Value classLogits) {

    /** A batch's predictions. Only the places that are asked for are decoded. */
    @FunctionalInterface
    public interface Source {
        PredictedValues at(Places places);
    }
}
