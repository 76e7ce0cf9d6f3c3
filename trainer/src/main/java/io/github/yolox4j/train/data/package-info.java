/**
 * From annotated images on disk to the network's input: {@link io.github.yolox4j.train.data.Dataset} and the {@link
 * io.github.yolox4j.train.data.DatasetFormat}s it is read from, the {@link
 * io.github.yolox4j.train.data.ClassSelection} of what counts in it, and the {@link io.github.yolox4j.train.data.BatchLoader} that
 * makes batches of it, each of the size that a {@link io.github.yolox4j.train.data.SizeSchedule} says, through an {@link
 * io.github.yolox4j.train.data.Augmentation}. Pixel coordinates grow to the right and down from the top left corner of the
 * image. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.data;
