/**
 * What losses of boxes and of scores share: how their names are written, read and listed, how their values are
 * reduced, what they carry from step to step, and how they are computed on plain numbers.
 *
 * <p>{@link io.github.yolox4j.losses.LossExpression} is the text of a loss,
 * {@link io.github.yolox4j.losses.LossRegistry} reads it, {@link io.github.yolox4j.losses.LossListing} is what the
 * registry knows of one loss, {@link io.github.yolox4j.losses.LossState} goes from one step to the next,
 * {@link io.github.yolox4j.losses.LossEvaluation} does without a graph. Nothing here accepts or returns {@code null}.
 */
package io.github.yolox4j.losses;
