/**
 * From raw network output to boxes in an image: the anchor grid ({@link io.github.yolox4j.model.decode.AnchorGrid}) and what is
 * detected ({@link io.github.yolox4j.model.decode.Detection}). No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.model.decode;
