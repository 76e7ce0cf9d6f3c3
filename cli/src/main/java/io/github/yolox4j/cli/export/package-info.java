/**
 * {@code export} and {@code export-step}: ONNX files of a detector and of a training step. Nothing is ever {@code null}
 * unless picocli sets it.
 */
package io.github.yolox4j.cli.export;
