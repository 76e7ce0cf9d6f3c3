/**
 * What computes a training step: {@link io.github.yolox4j.train.engine.TrainingEngine}. No parameter or result is ever
 * {@code null}.
 */
package io.github.yolox4j.train.engine;
