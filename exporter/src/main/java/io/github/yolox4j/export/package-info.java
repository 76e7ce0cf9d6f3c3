/**
 * Trained graph in, ONNX file out: {@link io.github.yolox4j.export.OnnxExporter} with its
 * {@link io.github.yolox4j.export.ExportOptions}; {@link io.github.yolox4j.detection.metadata.ModelMetadata} is what
 * the file says about itself. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.export;
