package io.github.yolox4j.export.onnx;

/** A named input or output of a graph. */
public record Port(String name, TensorType type) {}
