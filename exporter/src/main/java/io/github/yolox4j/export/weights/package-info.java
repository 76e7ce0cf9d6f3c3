/**
 * ONNX files as a source of weights: {@link io.github.yolox4j.export.weights.OnnxWeights} gives the convolutions of a
 * YOLOX file the names of the reference. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.export.weights;
