/**
 * The numbers of a network: {@link io.github.yolox4j.model.weights.Weights} holds them under the names of the reference
 * checkpoint. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.model.weights;
