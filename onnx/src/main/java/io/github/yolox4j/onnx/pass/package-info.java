/**
 * Rewrites of a finished {@link io.github.yolox4j.onnx.OnnxGraph} that keep what it computes:
 * {@link io.github.yolox4j.onnx.pass.GraphPass} and its implementations. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.onnx.pass;
