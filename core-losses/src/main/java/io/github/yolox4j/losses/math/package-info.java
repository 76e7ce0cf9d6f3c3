/**
 * What the formulas of both families of losses need: {@link io.github.yolox4j.losses.math.Detached} holds a term
 * constant in the gradient, {@link io.github.yolox4j.losses.math.Ranges} checks parameters. Nothing here accepts or
 * returns {@code null}.
 */
package io.github.yolox4j.losses.math;
