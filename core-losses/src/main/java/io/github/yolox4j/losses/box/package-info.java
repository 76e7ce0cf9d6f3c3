/**
 * Regression losses between paired boxes, as SameDiff graphs.
 *
 * <p>{@link io.github.yolox4j.losses.box.BoxLoss} is the family, {@link io.github.yolox4j.losses.box.BoxLosses} finds
 * a member by its name, {@link io.github.yolox4j.losses.box.BoxPairs} holds the geometry that members share, and
 * {@link io.github.yolox4j.losses.box.BoxPolicy} says where eps sits. Nothing here accepts or returns {@code null}.
 */
package io.github.yolox4j.losses.box;
