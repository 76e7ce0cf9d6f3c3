/**
 * What computes a training step of a task: {@link io.github.yolox4j.train.engine.TrainingEngine}. No parameter or result is ever
 * {@code null}.
 */
package io.github.yolox4j.train.engine;
