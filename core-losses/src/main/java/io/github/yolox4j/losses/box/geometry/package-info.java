/**
 * Paired boxes in a graph and what losses ask about them: {@link io.github.yolox4j.losses.box.geometry.BoxPairs}
 * builds each quantity once, {@link io.github.yolox4j.losses.box.geometry.BoxPolicy} says where eps sits,
 * {@link io.github.yolox4j.losses.box.geometry.Penalty} is one summand of a loss. Nothing here accepts or returns
 * {@code null}.
 */
package io.github.yolox4j.losses.box.geometry;
