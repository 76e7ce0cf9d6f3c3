/**
 * {@link io.github.yolox4j.detection.box.Box} and the IoU of two of them,
 * {@link io.github.yolox4j.detection.box.Detection}, and which of overlapping detections stay
 * ({@link io.github.yolox4j.detection.box.Nms}). No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.detection.box;
