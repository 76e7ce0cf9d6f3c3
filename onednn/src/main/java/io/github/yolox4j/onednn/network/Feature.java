package io.github.yolox4j.onednn.network;

/**
 * A map {@code [batch, channels, height, width]} between two layers, for one image.
 *
 * @param name of the variable that holds it in the SameDiff graph
 */
public record Feature(String name, int channels, int height, int width) {}
