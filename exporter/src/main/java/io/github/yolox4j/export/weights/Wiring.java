package io.github.yolox4j.export.weights;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.StateDict;
import io.github.yolox4j.model.weights.Weights;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;

/** Which convolutions of our own network feed which, each named by its weight. */
final class Wiring {

    private static final Set<String> CONVOLUTIONS = Set.of("conv2d", "depthwise_conv2d");
    private static final AnchorGrid SMALLEST = new AnchorGrid(32, 32);

    private final SameDiff graph;
    private final Map<String, Set<String>> origins = new HashMap<>();
    private final Map<String, Set<String>> sources = new HashMap<>();

    private Wiring(SameDiff graph) {
        this.graph = graph;
    }

    /**
     * Of each convolution, those whose outputs reach it without passing another.
     *
     * @param file whose wiring is to be compared
     */
    static Map<String, Set<String>> of(YoloxConfig config, StateDict file) {
        Weights blank = Weights.drawnBy(file.blanks(), DataType.FLOAT);
        Wiring wiring =
                new Wiring(YoloxGraph.evaluation(config, blank, SMALLEST).graph());
        wiring.origin(YoloxGraph.RAW);
        return Collections.unmodifiableMap(wiring.sources);
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
