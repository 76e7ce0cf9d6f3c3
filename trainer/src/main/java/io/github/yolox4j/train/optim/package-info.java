/**
 * What an optimiser step needs besides gradients: learning-rate schedules ({@link
 * io.github.yolox4j.train.optim.LearningRate}, named by {@link io.github.yolox4j.train.optim.LearningRates}) and the decay of the
 * weights' moving average ({@link io.github.yolox4j.train.optim.EmaDecay}). No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.optim;
