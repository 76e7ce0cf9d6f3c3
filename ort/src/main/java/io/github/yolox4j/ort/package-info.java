/**
 * ONNX Runtime: sessions ({@link io.github.yolox4j.ort.LoadedModel}), their settings and the devices they compute on.
 * No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.ort;
