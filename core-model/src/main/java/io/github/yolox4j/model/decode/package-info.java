/**
 * From raw network output to boxes in an image: the anchor grid ({@link io.github.yolox4j.model.decode.AnchorGrid}), decoding
 * ({@link io.github.yolox4j.model.decode.Decoder}), and confidence threshold and class-wise suppression ({@link
 * io.github.yolox4j.model.decode.Postprocessing}), which yield {@link io.github.yolox4j.model.decode.Detection}s. No parameter
 * or result is ever {@code null}.
 */
package io.github.yolox4j.model.decode;
