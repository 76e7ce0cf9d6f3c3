package io.github.yolox4j.onnx.file;

import io.github.yolox4j.onnx.tensor.Tensor;
import java.util.Optional;
import java.util.Set;

/**
 * One convolution of an ONNX file.
 *
 * @param node its name, for messages
 * @param weightName name of the weights in the file
 * @param weight {@code [out, in per group, kernel, kernel]}
 * @param bias {@code [out]}, if it has one
 * @param sources the convolutions whose outputs reach it without passing another, by their place in the file; none for
 *     the first
 */
public record OnnxConvolution(
        String node, String weightName, Tensor weight, Optional<Tensor> bias, Set<Integer> sources) {

    public OnnxConvolution {
        sources = Set.copyOf(sources);
    }
}
