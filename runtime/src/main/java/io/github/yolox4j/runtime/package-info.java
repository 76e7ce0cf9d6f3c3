/**
 * The training step in oneDNN ({@link io.github.yolox4j.runtime.OneDnnTrainingEngine}) or ONNX Runtime
 * ({@link io.github.yolox4j.runtime.OnnxTrainingEngine}), and calibration for int8
 * ({@link io.github.yolox4j.runtime.OnnxCalibrator}). No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.runtime;
