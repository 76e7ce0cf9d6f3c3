/**
 * Regression losses between paired boxes, as SameDiff graphs.
 *
 * <p>{@link io.github.yolox4j.losses.box.BoxLoss} is the family and {@link io.github.yolox4j.losses.box.BoxLosses}
 * finds a member by its name. The geometry that members share is in {@link io.github.yolox4j.losses.box.geometry}.
 * Nothing here accepts or returns {@code null}.
 */
package io.github.yolox4j.losses.box;
