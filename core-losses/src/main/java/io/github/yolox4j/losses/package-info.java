/**
 * What losses of boxes and of scores share: how their names are written and listed, how their values are reduced, and how
 * they are computed on plain numbers.
 *
 * <p>{@link io.github.yolox4j.losses.LossExpression} is the text of a loss, {@link io.github.yolox4j.losses.LossEntry}
 * one line of the table of losses, {@link io.github.yolox4j.losses.Reduction} sums or averages, {@link
 * io.github.yolox4j.losses.LossEvaluation} does without a graph. Nothing here accepts or returns {@code null}.
 */
package io.github.yolox4j.losses;
