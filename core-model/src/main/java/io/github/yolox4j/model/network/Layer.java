package io.github.yolox4j.model.network;

/**
 * One line of a {@link LayerTable}.
 *
 * @param name of the module in the reference, or of the operator where it has no parameters
 * @param kind in words, such as {@code conv 3x3 / 2, batch-norm, SiLU}
 * @param output shape of its output for one image
 * @param parameters how many numbers are trained
 * @param flops floating-point operations for one image, as {@link LayerTable} counts them
 */
public record Layer(String name, String kind, MapShape output, long parameters, long flops) {}
