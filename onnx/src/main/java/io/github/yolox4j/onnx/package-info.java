/**
 * A typed ONNX graph of our own; it knows nothing of SameDiff. {@link io.github.yolox4j.onnx.OnnxOperator} lists the
 * operators with arity, attributes and shape rule; {@link io.github.yolox4j.onnx.GraphBuilder} checks every node as it
 * is added; {@link io.github.yolox4j.onnx.OnnxGraph} is the immutable, sorted result and
 * {@link io.github.yolox4j.onnx.file.OnnxModel} the file. No parameter or result is ever {@code null}.
 */
package io.github.yolox4j.onnx;
