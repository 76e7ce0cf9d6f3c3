/**
 * The whole network: {@link io.github.yolox4j.model.network.Yolox} is its diagram, of a backbone, a neck and the head;
 * {@link io.github.yolox4j.model.network.YoloxGraph} is a graph of it for an input size, decoded by {@link
 * io.github.yolox4j.model.network.GraphOutput}, whose plain form is {@link io.github.yolox4j.detection.decode.Decoder}.
 * {@link io.github.yolox4j.model.network.SameDiffDetector} runs it. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.model.network;
