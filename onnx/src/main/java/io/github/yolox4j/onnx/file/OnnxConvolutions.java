package io.github.yolox4j.onnx.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
     * @throws IOException if it is missing or no ONNX file, has not exactly one input, or the weights of a convolution
     *     are not floating-point numbers in the file; the message is one line that names the file and what is wrong
     */
    public static OnnxConvolutions read(Path file) throws IOException {
        return new ConvolutionReader(file).read();
    }
}
