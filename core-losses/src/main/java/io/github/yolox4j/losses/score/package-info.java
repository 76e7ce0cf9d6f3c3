/**
 * Losses of objectness and class scores, computed from logits, as SameDiff graphs.
 *
 * <p>{@link io.github.yolox4j.losses.score.ScoreLoss} is the family and {@link
 * io.github.yolox4j.losses.score.ScoreLosses} finds a member by its name; {@link
 * io.github.yolox4j.losses.score.DistributionFocal}, with one target for a row of logits, stands alone. Nothing here
 * accepts or returns {@code null}.
 */
package io.github.yolox4j.losses.score;
