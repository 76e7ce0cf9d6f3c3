/**
 * From the network's output to boxes: the anchors ({@link io.github.yolox4j.detection.decode.AnchorGrid}), decoding
 * ({@link io.github.yolox4j.detection.decode.Decoder}), and the confidence threshold and suppression
 * ({@link io.github.yolox4j.detection.decode.Postprocessing}). No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.detection.decode;
