/**
 * From annotated images on disk to the network's input: {@link io.github.yolox4j.train.data.Dataset} and the {@link
 * io.github.yolox4j.train.data.DatasetFormat}s it is read from, {@link io.github.yolox4j.train.data.Augmentation} as pure functions
 * of image, boxes and seed, and the {@link io.github.yolox4j.train.data.BatchLoader} that joins them. Pixel coordinates grow to
 * the right and down from the top left corner of the image. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.data;
