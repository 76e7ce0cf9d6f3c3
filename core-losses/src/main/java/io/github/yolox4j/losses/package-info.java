/**
 * What losses of boxes and of scores share: how their names are written and listed.
 *
 * <p>{@link io.github.yolox4j.losses.LossExpression} is the text of a loss, {@link io.github.yolox4j.losses.LossEntry}
 * one line of the table of losses. Nothing here accepts or returns {@code null}.
 */
package io.github.yolox4j.losses;
