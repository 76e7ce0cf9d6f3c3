/**
 * Image in, objects out: {@link io.github.yolox4j.detection.Detector}. Nothing here knows ND4J or ONNX Runtime.
 * No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.detection;
