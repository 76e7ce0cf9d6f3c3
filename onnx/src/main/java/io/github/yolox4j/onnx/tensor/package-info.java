/**
 * What ONNX computes with: {@link io.github.yolox4j.onnx.tensor.Tensor} and {@link
 * io.github.yolox4j.onnx.tensor.TensorType}. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.onnx.tensor;
