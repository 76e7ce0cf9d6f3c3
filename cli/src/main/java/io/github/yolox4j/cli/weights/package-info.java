/**
 * {@code weights}, and the files that a detector comes from: {@link io.github.yolox4j.cli.weights.WeightsFile} tells
 * their kinds apart, {@link io.github.yolox4j.cli.weights.NamedDetector} is a detector with the names of its classes.
 * Nothing is ever {@code null} unless picocli sets it.
 */
package io.github.yolox4j.cli.weights;
