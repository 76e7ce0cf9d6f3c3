package io.github.yolox4j.model.golden;

import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.testkit.Numbers;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** SameDiff's graph, run by ND4J. */
public final class SameDiffForward implements ForwardPass {

    @Override
    public Map<String, Numbers> of(YoloxGraph network, Weights weights, Numbers images) {
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
