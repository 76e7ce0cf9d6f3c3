/**
 * How the learning rate changes over a run: {@link io.github.yolox4j.train.optim.schedule.LearningRate}, named by
 * {@link io.github.yolox4j.train.optim.schedule.LearningRates}. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.optim.schedule;
