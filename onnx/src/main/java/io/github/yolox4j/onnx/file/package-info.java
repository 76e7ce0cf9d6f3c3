/**
 * ONNX files: {@link io.github.yolox4j.onnx.file.OnnxModel} is written, {@link io.github.yolox4j.onnx.file.OnnxHeader}
 * and {@link io.github.yolox4j.onnx.file.OnnxInside} are read. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.onnx.file;
