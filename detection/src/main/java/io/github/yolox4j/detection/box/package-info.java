/**
 * Boxes: {@link io.github.yolox4j.detection.box.Detection}, and which of overlapping ones stay ({@link
 * io.github.yolox4j.detection.box.Nms}). No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.detection.box;
