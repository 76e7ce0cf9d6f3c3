/**
 * How the learning rate changes over a run: {@link io.github.yolox4j.train.optim.schedule.LearningRate}. No parameter
 * or result is ever {@code null}.
 */
package io.github.yolox4j.train.optim.schedule;
