/**
 * The loss of a whole detector: {@link io.github.yolox4j.train.loss.DetectionLoss} joins box, objectness and class losses over
 * all anchors. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.loss;
