package io.github.yolox4j.train.assign;

import io.github.yolox4j.onnx.Value;

/**
 * Which anchors learn which objects. Anchors that are at no place learn none.
 *
 * @param places the anchors that may learn one; none is at two places
 * @param learns {@code [batch, places]}: whether the anchor learns an object
 * @param object {@code [batch, places]}: which; 0 if none
 * @param iou {@code [batch, places]}: of its predicted box with the object's; 0 if none
 */
public record MatchValues(Places places, Value learns, Value object, Value iou) {}
