package io.github.yolox4j.export.weights;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.model.graph.BatchNorm;
import io.github.yolox4j.model.network.InferredConfig;
import io.github.yolox4j.model.weights.StateDict;
import io.github.yolox4j.onnx.file.OnnxConvolutions;
import io.github.yolox4j.onnx.file.OnnxConvolutions.OnnxConvolution;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The weights of an ONNX file of a YOLOX whose batch-norm is folded into the convolutions, as the official ones are and
 * those of this project.
 *
 * <p>Batch-norm becomes the identity with the convolution's bias: mean 0, variance \(1 - \epsilon\), weight 1. The
 * convolutions of the official files have mostly lost their names and follow the order of execution; whether they are
 * who they are taken for is checked by what feeds what, against our own network.
 *
 * @param stateDict all parameters, named as in the reference
 * @param input the input size, where the file fixes it
 * @param metadata what the file says about itself, if this project's exporter has written it
 */
public record OnnxWeights(StateDict stateDict, Optional<AnchorGrid> input, Optional<ModelMetadata> metadata) {

    private static final String CONVOLUTION = ".conv.weight";
    private static final String WEIGHT = ".weight";
    private static final int FOCUS_CHANNELS = 12;
    private static final Set<String> OTHER_ACTIVATIONS =
            Set.of("Relu LeakyRelu PRelu Elu Selu Celu Gelu Mish HardSwish HardSigmoid Softplus".split(" "));

    /**
     * Reads a file.
     *
     * @throws IOException if it is missing, no ONNX file, or not of a YOLOX with folded batch-norm; the message is one
     *     line that names the file and what is wrong
     */
    public static OnnxWeights read(Path file) throws IOException {
        OnnxConvolutions convolutions = OnnxConvolutions.read(file);
        try {
            List<OnnxConvolution> all = convolutions.all();
            requireKind(convolutions);
            List<String> paths = paths(all);
            StateDict stateDict = stateDict(file, all, paths);
            requireWiring(all, paths, Wiring.of(InferredConfig.of(stateDict), stateDict));
            Optional<ModelMetadata> metadata = convolutions.metadata().containsKey("losses")
                    ? Optional.of(ModelMetadata.of(convolutions.metadata()))
                    : Optional.empty();
            return new OnnxWeights(stateDict, input(convolutions.inputShape(), metadata), metadata);
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            throw new IOException(message.startsWith(file.toString()) ? message : file + ": " + message, e);
        }
    }

    private static void requireKind(OnnxConvolutions convolutions) {
        if (convolutions.all().isEmpty()) {
            throw notYolox("it has no convolutions, its operators are " + convolutions.operators());
        }
        if (convolutions.operators().contains("BatchNormalization")) {
            throw notYolox("its batch-norm is not folded into the convolutions");
        }
        String others = convolutions.operators().stream()
                .filter(OTHER_ACTIVATIONS::contains)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            throw notYolox("SiLU is expected as activation, it has " + others);
        }
        long[] stem = convolutions.all().get(0).weight().shape();
        if (stem[1] != FOCUS_CHANNELS) {
            throw notYolox("a first convolution of " + FOCUS_CHANNELS + " input channels is expected, found "
                    + convolutions.all().get(0).weight());
        }
    }

    private static IllegalArgumentException notYolox(String reason) {
        return new IllegalArgumentException("not a readable YOLOX: " + reason);
    }

    /** The path of each convolution's layer: from the name of its weights, else from its place in the order. */
    private static List<String> paths(List<OnnxConvolution> all) {
        List<String> named = all.stream().map(OnnxConvolution::weightName).toList();
        if (named.stream().allMatch(OnnxWeights::isReferenceName)) {
            return named.stream().map(OnnxWeights::path).toList();
        }
        boolean depthwise = all.size() > 1 && all.get(1).weight().shape()[1] == 1;
        int repeats = 0;
        List<String> order;
        do {
            order = ExecutionOrder.of(depthwise, Math.max(repeats, 1), repeats);
            repeats++;
        } while (order.size() < all.size());
        if (order.size() != all.size()) {
            throw notYolox(
                    "no depth gives " + all.size() + (depthwise ? " depthwise and other" : "") + " convolutions");
        }
        for (int i = 0; i < order.size(); i++) {
            if (isReferenceName(named.get(i)) && !path(named.get(i)).equals(order.get(i))) {
                throw notYolox("convolution " + i + " is expected to be " + order.get(i) + ", found " + named.get(i));
            }
        }
        return order;
    }

    private static boolean isReferenceName(String weight) {
        return weight.endsWith(CONVOLUTION) || isPrediction(weight) && weight.endsWith(WEIGHT);
    }

    private static boolean isPrediction(String path) {
        return path.startsWith("head.") && path.contains("_preds.");
    }

    private static String path(String weight) {
        String suffix = weight.endsWith(CONVOLUTION) ? CONVOLUTION : WEIGHT;
        return weight.substring(0, weight.length() - suffix.length());
    }

    private static String weightName(String path) {
        return path + (isPrediction(path) ? WEIGHT : CONVOLUTION);
    }

    private static StateDict stateDict(Path file, List<OnnxConvolution> all, List<String> paths) {
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            OnnxConvolution convolution = all.get(i);
            String path = paths.get(i);
            Tensor weight = convolution.weight();
            int channels = Math.toIntExact(weight.shape()[0]);
            INDArray bias =
                    Nd4j.createFromArray(convolution.bias().map(Tensor::floats).orElseGet(() -> new float[channels]));
            tensors.put(weightName(path), Nd4j.createFromArray(weight.floats()).reshape(weight.shape()));
            if (isPrediction(path)) {
                tensors.put(path + ".bias", bias);
            } else {
                tensors.put(path + ".bn.weight", Nd4j.ones(bias.dataType(), channels));
                tensors.put(path + ".bn.bias", bias);
                tensors.put(path + ".bn.running_mean", Nd4j.zeros(bias.dataType(), channels));
                tensors.put(
                        path + ".bn.running_var",
                        Nd4j.valueArrayOf(new long[] {channels}, 1 - BatchNorm.EPSILON, bias.dataType()));
            }
        }
        return StateDict.of(file.toString(), tensors);
    }

    /** Each convolution must be fed by those that feed its namesake in our network. */
    private static void requireWiring(List<OnnxConvolution> all, List<String> paths, Map<String, Set<String>> wiring) {
        for (int i = 0; i < all.size(); i++) {
            Set<String> expected = wiring.get(weightName(paths.get(i)));
            Set<String> found = all.get(i).sources().stream()
                    .map(source -> weightName(paths.get(source)))
                    .collect(Collectors.toSet());
            if (!found.equals(expected)) {
                throw notYolox("convolution " + i + " (" + all.get(i).node() + "), taken for " + paths.get(i)
                        + ", is fed by " + sorted(found) + ", expected "
                        + (expected == null ? "no such convolution" : sorted(expected)));
            }
        }
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private static Optional<AnchorGrid> input(List<Long> shape, Optional<ModelMetadata> metadata) {
        if (shape.size() == 4 && IntStream.of(2, 3).allMatch(axis -> shape.get(axis) > 0)) {
            return Optional.of(new AnchorGrid(Math.toIntExact(shape.get(2)), Math.toIntExact(shape.get(3))));
        }
        return metadata.map(facts -> new AnchorGrid(facts.height(), facts.width()));
    }
}
