/**
 * What needs OpenCV on the class path: drawing ({@link io.github.yolox4j.detection.image.opencv.BoxPainter}) and the
 * changes that augmentation makes to images. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.detection.image.opencv;
