/**
 * Pixels: {@link io.github.yolox4j.detection.image.BgrImage}, read and written by {@link
 * io.github.yolox4j.detection.image.ImageFiles}, fitted to the network's input by {@link
 * io.github.yolox4j.detection.image.Letterbox}. An {@link io.github.yolox4j.detection.image.ImageBackend} does the
 * work: OpenCV if it is on the class path, the Java platform otherwise. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.detection.image;
