/**
 * Pixels: {@link io.github.yolox4j.model.image.BgrImage} and how it is read, written and letterboxed. OpenCV stays behind this
 * package. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.model.image;
