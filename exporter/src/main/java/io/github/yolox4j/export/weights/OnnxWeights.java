package io.github.yolox4j.export.weights;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.BatchNorm;
import io.github.yolox4j.model.weights.StateDict;
import io.github.yolox4j.onnx.file.OnnxConvolutions;
import io.github.yolox4j.onnx.file.OnnxConvolutions.OnnxBatchNorm;
import io.github.yolox4j.onnx.file.OnnxConvolutions.OnnxConvolution;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
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
 * The weights of an ONNX file of a YOLOX. Mostly its batch-norm is folded into the convolutions, as it is in the
 * official files and in those of this project.
 *
 * <p>A folded batch-norm becomes the identity with the convolution's bias: mean 0, variance \(1 - \epsilon\), weight 1.
 * The convolutions of the official files have mostly lost their names, and simplifiers and exporters write them in any
 * order. So each is found by what it is connected to, in our own network; names that are there must agree.
 *
 * @param stateDict all parameters, named as in the reference
 * @param input the input size, where the file fixes it
 * @param metadata what the file says about itself, if this project's exporter has written it
 * @param legacy whether its network normalises images first, as it then says
 */
public record OnnxWeights(
        StateDict stateDict, Optional<AnchorGrid> input, Optional<ModelMetadata> metadata, boolean legacy) {

    private static final String CONVOLUTION = ".conv.weight";
    private static final String WEIGHT = ".weight";
    private static final int FOCUS_CHANNELS = 12;
    private static final int LEVELS = 3;

    /** Width of a network of few channels. */
    private static final double NARROW = 0.0625;

    /** One block in the backbone's first stage, none in the neck. */
    private static final double LEAST_DEPTH = 0.1;

    private static final Set<String> OTHER_ACTIVATIONS =
            Set.of("Relu LeakyRelu PRelu Elu Selu Celu Gelu Mish HardSwish HardSigmoid Softplus".split(" "));

    /**
     * Reads a file.
     *
     * @throws IOException if it is missing, no ONNX file, or not of a YOLOX; the message is one line that names the
     *     file and what is wrong
     */
    public static OnnxWeights read(Path file) throws IOException {
        OnnxConvolutions convolutions = OnnxConvolutions.read(file);
        try {
            List<OnnxConvolution> all = convolutions.all();
            requireKind(convolutions);
            List<String> paths = paths(all);
            StateDict stateDict = stateDict(file, all, paths);
            Optional<ModelMetadata> metadata = convolutions.metadata().containsKey("losses")
                    ? Optional.of(ModelMetadata.of(convolutions.metadata()))
                    : Optional.empty();
            boolean legacy = Boolean.parseBoolean(convolutions.metadata().get(DetectorExporter.LEGACY));
            return new OnnxWeights(stateDict, input(convolutions.inputShape(), metadata), metadata, legacy);
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            throw new IOException(message.startsWith(file.toString()) ? message : file + ": " + message, e);
        }
    }

    private static void requireKind(OnnxConvolutions convolutions) {
        if (convolutions.all().isEmpty()) {
            throw notYolox("it has no convolutions, its operators are " + convolutions.operators());
        }
        String others = convolutions.operators().stream()
                .filter(OTHER_ACTIVATIONS::contains)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            throw notYolox("SiLU is expected as activation, it has " + others);
        }
        List<OnnxConvolution> first = convolutions.all().stream()
                .filter(convolution -> convolution.sources().isEmpty())
                .toList();
        if (first.size() != 1 || first.get(0).weight().shape()[1] != FOCUS_CHANNELS) {
            throw notYolox("a first convolution of " + FOCUS_CHANNELS + " input channels is expected, found "
                    + first.stream().map(OnnxConvolution::weight).toList());
        }
    }

    private static IllegalArgumentException notYolox(String reason) {
        return new IllegalArgumentException("not a readable YOLOX: " + reason);
    }

    /** The path of each convolution's layer, by its place in the network. */
    private static List<String> paths(List<OnnxConvolution> all) {
        Wiring file = Wiring.of(all);
        List<String> names = StructureMatch.names(file, network(all))
                .orElseThrow(
                        () -> notYolox("its " + all.size() + " convolutions are not connected as those of a YOLOX"));
        for (int i = 0; i < names.size(); i++) {
            String own = file.names().get(i);
            List<String> meant =
                    names.stream().filter(name -> isName(own, name)).toList();
            if (!meant.isEmpty() && !meant.contains(names.get(i))) {
                throw notYolox("convolution " + i + " (" + all.get(i).node() + ") is named " + own
                        + ", but is connected as " + names.get(i));
            }
        }
        return names.stream().map(OnnxWeights::path).toList();
    }

    /** Our network of as many convolutions: a narrow one, since channels play no part. */
    private static Wiring network(List<OnnxConvolution> all) {
        boolean depthwise =
                all.stream().anyMatch(convolution -> convolution.weight().shape()[1] == 1);
        int classes = classes(Wiring.predictions(all));
        int repeats = 0;
        Wiring network;
        do {
            double depth = repeats == 0 ? LEAST_DEPTH : repeats / 3.0;
            network = Wiring.of(new YoloxConfig("narrow", depth, NARROW, depthwise, classes));
            repeats++;
        } while (network.size() < all.size());
        if (network.size() != all.size()) {
            throw notYolox(
                    "no depth gives " + all.size() + (depthwise ? " depthwise and other" : "") + " convolutions");
        }
        return network;
    }

    /** Each of the three levels predicts a box (4 outputs), objectness (1) and the classes. */
    private static int classes(List<Long> predictions) {
        List<Long> left = new ArrayList<>(predictions);
        for (int level = 0; level < LEVELS; level++) {
            left.remove(4L);
            left.remove(1L);
        }
        if (predictions.size() != 3 * LEVELS || left.size() != LEVELS || new HashSet<>(left).size() != 1) {
            throw notYolox(
                    "at each of " + LEVELS + " levels, convolutions to 4 box numbers, 1 objectness and the classes"
                            + " are expected at its end, found convolutions to " + predictions + " channels");
        }
        return Math.toIntExact(left.get(0));
    }

    /** Whether a weight is named as in the reference, perhaps with that of a wrapper before it. */
    private static boolean isName(String weight, String reference) {
        return weight.equals(reference) || weight.endsWith("." + reference);
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
            if (!isPrediction(path)) {
                addNorm(tensors, path + ".bn.", convolution.norm(), bias);
            } else if (convolution.norm().isEmpty()) {
                tensors.put(path + ".bias", bias);
            } else {
                throw notYolox("a batch-norm follows the convolution to the predictions " + path);
            }
        }
        return StateDict.of(file.toString(), tensors);
    }

    /** Adds the batch-norm of a layer, with the convolution's bias in it. */
    private static void addNorm(
            Map<String, INDArray> tensors, String path, Optional<OnnxBatchNorm> norm, INDArray bias) {
        long[] shape = bias.shape();
        tensors.put(
                path + "weight",
                norm.map(found -> array(found.scale())).orElseGet(() -> Nd4j.ones(bias.dataType(), shape)));
        tensors.put(path + "bias", norm.map(found -> array(found.shift())).orElse(bias));
        tensors.put(
                path + "running_mean",
                norm.map(found -> array(found.mean()).sub(bias)).orElseGet(() -> Nd4j.zeros(bias.dataType(), shape)));
        tensors.put(
                path + "running_var",
                norm.map(found -> array(found.variance()).add(found.epsilon() - BatchNorm.EPSILON))
                        .orElseGet(() -> Nd4j.valueArrayOf(shape, 1 - BatchNorm.EPSILON, bias.dataType())));
    }

    private static INDArray array(Tensor numbers) {
        return Nd4j.createFromArray(numbers.floats());
    }

    private static Optional<AnchorGrid> input(List<Long> shape, Optional<ModelMetadata> metadata) {
        if (shape.size() == 4 && IntStream.of(2, 3).allMatch(axis -> shape.get(axis) > 0)) {
            return Optional.of(new AnchorGrid(Math.toIntExact(shape.get(2)), Math.toIntExact(shape.get(3))));
        }
        return metadata.map(facts -> new AnchorGrid(facts.height(), facts.width()));
    }
}
