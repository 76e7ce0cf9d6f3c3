package io.github.yolox4j.onnx;

import io.github.yolox4j.onnx.tensor.TensorType;

/** A named input or output of a graph. */
public record Port(String name, TensorType type) {}
