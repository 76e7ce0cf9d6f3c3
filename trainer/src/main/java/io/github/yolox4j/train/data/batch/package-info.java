/**
 * From a dataset to the network's input: the {@link io.github.yolox4j.train.data.batch.BatchLoader} makes batches
 * ahead, each of the size that a {@link io.github.yolox4j.train.data.batch.SizeSchedule} says, of images that an
 * {@link io.github.yolox4j.train.data.batch.Augmentation} has changed. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.data.batch;
