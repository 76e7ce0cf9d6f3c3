/**
 * Losses of objectness and class scores, computed from logits, as SameDiff graphs.
 *
 * <p>{@link io.github.yolox4j.losses.score.ScoreLoss} is the family and {@link
 * io.github.yolox4j.losses.score.ScoreLosses} finds a member by its name. Nothing here accepts or returns {@code
 * null}.
 */
package io.github.yolox4j.losses.score;
