/**
 * Training a detector: {@link io.github.yolox4j.train.Trainer} runs a {@link io.github.yolox4j.train.TrainingConfig} on
 * a dataset and tells a {@link io.github.yolox4j.train.TrainingListener} about it. No parameter or result is ever
 * {@code null}.
 */
package io.github.yolox4j.train;
