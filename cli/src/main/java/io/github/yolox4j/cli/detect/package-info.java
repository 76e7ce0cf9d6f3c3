/**
 * {@code predict} and {@code eval}: a trained detector, opened as {@link io.github.yolox4j.cli.detect.DetectorChoice} asks, and
 * what it finds. Nothing is ever {@code null} unless picocli sets it.
 */
package io.github.yolox4j.cli.detect;
