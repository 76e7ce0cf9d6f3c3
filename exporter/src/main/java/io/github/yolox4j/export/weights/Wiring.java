package io.github.yolox4j.export.weights;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.file.OnnxConvolutions.OnnxConvolution;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Which convolutions of a network feed which, whatever stands between them.
 *
 * @param names of their weights
 * @param kinds what can be told of each by itself, see {@link #kind}
 * @param sources of each, those whose outputs reach it without passing another
 */
record Wiring(List<String> names, List<String> kinds, List<Set<Integer>> sources) {

    private static final Set<String> CONVOLUTIONS = Set.of("conv2d", "depthwise_conv2d");
    private static final AnchorGrid SMALLEST = new AnchorGrid(32, 32);

    Wiring {
        names = List.copyOf(names);
        kinds = List.copyOf(kinds);
        sources = List.copyOf(sources);
    }

    int size() {
        return names.size();
    }

    /** Of a file, in its own order. */
    static Wiring of(List<OnnxConvolution> file) {
        Set<Integer> feeding = feeding(file);
        return new Wiring(
                file.stream().map(OnnxConvolution::weightName).toList(),
                IntStream.range(0, file.size())
                        .mapToObj(i -> kind(file.get(i).weight().shape(), feeding.contains(i)))
                        .toList(),
                file.stream().map(OnnxConvolution::sources).toList());
    }

    /** How many outputs each convolution of a file has that feeds no other. */
    static List<Long> predictions(List<OnnxConvolution> file) {
        Set<Integer> feeding = feeding(file);
        return IntStream.range(0, file.size())
                .filter(i -> !feeding.contains(i))
                .mapToObj(i -> file.get(i).weight().shape()[0])
                .toList();
    }

    private static Set<Integer> feeding(List<OnnxConvolution> file) {
        return file.stream()
                .flatMap(convolution -> convolution.sources().stream())
                .collect(Collectors.toSet());
    }

    /** Of our own network. */
    static Wiring of(YoloxConfig config) {
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 0);
        SameDiff graph = YoloxGraph.evaluation(config, weights, SMALLEST).graph();
        Map<String, Set<String>> sources = new Walk(graph).from(YoloxGraph.RAW);
        List<String> names = List.copyOf(new TreeSet<>(sources.keySet()));
        Set<String> feeding = new HashSet<>();
        sources.values().forEach(feeding::addAll);
        return new Wiring(
                names,
                names.stream()
                        .map(name -> kind(weights.reference(name).shape(), feeding.contains(name)))
                        .toList(),
                names.stream().map(name -> places(names, sources.get(name))).toList());
    }

    private static Set<Integer> places(List<String> names, Set<String> some) {
        Set<Integer> places = new TreeSet<>();
        some.forEach(name -> places.add(names.indexOf(name)));
        return Set.copyOf(places);
    }

    /**
     * The kernel, whether it is depthwise, and of one that feeds no other, as it predicts something, the number of its
     * outputs. The other channels follow from the network's width.
     *
     * @param shape {@code [out, in per group, height, width]}
     */
    private static String kind(long[] shape, boolean feedsAnother) {
        String kernel = Arrays.toString(Arrays.copyOfRange(shape, 2, 4)) + (shape[1] == 1 ? " depthwise" : "");
        return feedsAnother ? kernel : kernel + " to " + shape[0];
    }

    /** Goes from a variable of a graph back to the input. */
    private static final class Walk {

        private final SameDiff graph;
        private final Map<String, Set<String>> origins = new HashMap<>();
        private final Map<String, Set<String>> sources = new HashMap<>();

        Walk(SameDiff graph) {
            this.graph = graph;
        }

        /** The sources of each convolution that is met, by the names of the weights. */
        Map<String, Set<String>> from(String variable) {
            origin(variable);
            return sources;
        }

        private Set<String> origin(String variable) {
            Set<String> known = origins.get(variable);
            if (known != null) {
                return known;
            }
            String maker = graph.getVariables().get(variable).getOutputOfOp();
            Set<String> made = new HashSet<>();
            if (maker != null) {
                SameDiffOp op = graph.getOps().get(maker);
                List<String> inputs = op.getInputsToOp();
                inputs.forEach(input -> made.addAll(origin(input)));
                if (CONVOLUTIONS.contains(op.getOp().opName())) {
                    String weight = inputs.get(1);
                    sources.put(weight, Set.copyOf(made));
                    made.clear();
                    made.add(weight);
                }
            }
            origins.put(variable, made);
            return made;
        }
    }
}
