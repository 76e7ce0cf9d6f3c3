/**
 * Runs exported files: {@link io.github.yolox4j.verify.runtime.OnnxSession} is ONNX Runtime behind our own
 * types: {@link io.github.yolox4j.onnx.tensor.Tensor} in, {@code Tensor} out. No parameter or result is ever
 * {@code null}.
 */
package io.github.yolox4j.verify.runtime;
