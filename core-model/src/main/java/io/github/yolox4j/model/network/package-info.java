/**
 * The whole network: {@link io.github.yolox4j.model.network.Yolox} is its diagram, {@link
 * io.github.yolox4j.model.network.YoloxGraph} a graph of it for an input size. No parameter or result is ever
 * {@code null}.
 */
package io.github.yolox4j.model.network;
