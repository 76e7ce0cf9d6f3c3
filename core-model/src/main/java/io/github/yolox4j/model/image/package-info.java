/**
 * Pixels: {@link io.github.yolox4j.model.image.BgrImage}, how it is read and written ({@link
 * io.github.yolox4j.model.image.ImageFiles}), fitted to the network's input ({@link io.github.yolox4j.model.image.Letterbox}) and
 * drawn on ({@link io.github.yolox4j.model.image.BoxPainter}). OpenCV stays behind this package. No parameter or result is ever
 * {@code null}.
 */
package io.github.yolox4j.model.image;
