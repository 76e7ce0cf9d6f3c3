package io.github.yolox4j.train.task;

import io.github.yolox4j.onnx.Value;

/**
 * Sums over the positive anchors of a batch, each {@code [1]} in double precision.
 *
 * @param positives how many there are
 * @param ious of their predicted boxes with their objects
 */
public record MatchTotals(Value positives, Value ious) {}
