package io.github.yolox4j.onnx.file;

import io.github.yolox4j.onnx.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an ONNX file of anybody's making says of its convolutions.
 *
 * @param all in the file's order, in which they are executed
 * @param operators the types of all nodes
 * @param inputShape of the one input; -1 where a size is chosen at run time
 * @param metadata facts by key, the file's {@code metadata_props}
 */
public record OnnxConvolutions(
        List<OnnxConvolution> all, Set<String> operators, List<Long> inputShape, Map<String, String> metadata) {

    public OnnxConvolutions {
        all = List.copyOf(all);
        operators = Set.copyOf(operators);
        inputShape = List.copyOf(inputShape);
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it is missing or no ONNX file, has not exactly one input, the weights of a convolution are
     *     not floating-point numbers in the file, or a batch-norm takes anything but the output of a convolution; the
     *     message is one line that names the file and what is wrong
     */
    public static OnnxConvolutions read(Path file) throws IOException {
        return new ConvolutionReader(file).read();
    }

    /**
     * One convolution of an ONNX file.
     *
     * @param node its name, for messages
     * @param weightName name of the weights in the file
     * @param weight {@code [out, in per group, kernel, kernel]}
     * @param bias {@code [out]}, if it has one
     * @param norm the batch-norm that takes its output, where it is not folded into the weights
     * @param sources the convolutions whose outputs reach it without passing another, by their place in the file; none
     *     for the first
     */
    public record OnnxConvolution(
            String node,
            String weightName,
            Tensor weight,
            Optional<Tensor> bias,
            Optional<OnnxBatchNorm> norm,
            Set<Integer> sources) {

        public OnnxConvolution {
            sources = Set.copyOf(sources);
        }

        OnnxConvolution withNorm(OnnxBatchNorm following) {
            return new OnnxConvolution(node, weightName, weight, bias, Optional.of(following), sources);
        }
    }

    /**
     * A batch-norm \( s (x - \mu) / \sqrt{v + \epsilon} + b \), whose numbers are one per channel, {@code [out]} each.
     *
     * @param scale s
     * @param shift b
     * @param mean \( \mu \)
     * @param variance v
     */
    public record OnnxBatchNorm(Tensor scale, Tensor shift, Tensor mean, Tensor variance, double epsilon) {}
}
