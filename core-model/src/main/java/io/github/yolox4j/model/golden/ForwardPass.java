package io.github.yolox4j.model.golden;

import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.testkit.Numbers;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a network in evaluation mode and single precision. */
@FunctionalInterface
public interface ForwardPass {

    /** What an evaluation graph gives. */
    List<String> OUTPUTS = List.of(YoloxGraph.RAW, YoloxGraph.DECODED);

    /**
     * The outputs by the names of {@link #OUTPUTS}, each {@code [batch, anchors, 4 + 1 + classes]}.
     *
     * @param network an evaluation graph
     * @param weights its numbers
     * @param images {@code [batch, 3, height, width]} of the graph's input size
     * @throws IOException if the engine does not accept the network
     */
    Map<String, Numbers> of(YoloxGraph network, Weights weights, Numbers images) throws IOException;

    /** {@link #of} by SameDiff's graph, run by ND4J. */
    static Map<String, Numbers> sameDiff(YoloxGraph network, Weights weights, Numbers images) {
        try (INDArray batch = images.toNd4j(DataType.FLOAT)) {
            Map<String, INDArray> inputs = new HashMap<>(weights.values());
            inputs.put(YoloxGraph.IMAGES, batch);
            Map<String, Numbers> found = new HashMap<>();
            try (GraphPlan plan = GraphPlan.compile(network.graph(), inputs, OUTPUTS)) {
                OUTPUTS.forEach(name -> found.put(name, Numbers.of(plan.output(name))));
            }
            return found;
        }
    }
}
