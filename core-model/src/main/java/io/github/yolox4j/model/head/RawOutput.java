package io.github.yolox4j.model.head;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What the head predicts before any activation.
 *
 * @param stride8 logits {@code [batch, 4 + 1 + classes, height / 8, width / 8]}: box, objectness, classes
 * @param stride16 the same at stride 16
 * @param stride32 the same at stride 32
 */
public record RawOutput(SDVariable stride8, SDVariable stride16, SDVariable stride32) {}
