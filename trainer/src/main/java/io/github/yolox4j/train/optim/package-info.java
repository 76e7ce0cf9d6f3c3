/**
 * From gradients to weights: {@link io.github.yolox4j.train.optim.Optimizer}s,
 * {@link io.github.yolox4j.train.optim.GradientClipping} and {@link io.github.yolox4j.train.optim.GradientAccumulation}; the decay
 * of the weights' moving average ({@link io.github.yolox4j.train.optim.EmaDecay}), and what is not trained at all
 * ({@link io.github.yolox4j.train.optim.Freeze}). No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.train.optim;
