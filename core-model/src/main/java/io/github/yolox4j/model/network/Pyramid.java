package io.github.yolox4j.model.network;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Feature maps of one image batch at three resolutions.
 *
 * @param stride8 {@code [batch, channels, height / 8, width / 8]}
 * @param stride16 {@code [batch, channels, height / 16, width / 16]}
 * @param stride32 {@code [batch, channels, height / 32, width / 32]}
 */
public record Pyramid(SDVariable stride8, SDVariable stride16, SDVariable stride32) {}
