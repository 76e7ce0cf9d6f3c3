/**
 * Decoding as part of the graph: {@link io.github.yolox4j.model.decode.GraphOutput}; its plain form is {@link
 * io.github.yolox4j.detection.decode.Decoder}. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.model.decode;
