/**
 * Detectors as ONNX files: {@link io.github.yolox4j.export.detector.DetectorExporter} translates the network and puts
 * around it what {@link io.github.yolox4j.export.detector.DetectorOptions} ask for, decoding, suppression and letterbox
 * among it. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.export.detector;
