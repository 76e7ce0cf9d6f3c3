/**
 * Annotated images: {@link io.github.yolox4j.train.data.Dataset}, and the
 * {@link io.github.yolox4j.train.data.ClassSelection} of what counts in it. Package {@code format} reads and writes it,
 * {@code check} finds what is wrong with it, {@code shapes} draws one; {@code batch} makes the network's input of it,
 * {@code augment} changes it before, {@code cache} keeps decoded images. Pixel coordinates grow to the right and down
 * from the top left corner of the image. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.data;
