/**
 * Finds the layer of a file that parts from a reference: a {@link io.github.yolox4j.verify.layers.LayerWalk}
 * computes each layer from what the {@link io.github.yolox4j.verify.runtime.ReferenceValues} have for its
 * inputs. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.verify.layers;
