package io.github.yolox4j.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.weights.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FrozenNormTest {

    private static final YoloxConfig CONFIG = new YoloxConfig("small", 0.33, 0.125, true, 2);
    private static final AnchorGrid GRID = new AnchorGrid(32, 64);

    @Test
    void a_network_of_frozen_batch_norms_predicts_in_training_what_it_predicts_in_evaluation() {
        Weights weights = new Yolox(CONFIG).initialise(DataType.DOUBLE, 3);
        List<String> norms =
                weights.names().stream().filter(name -> name.contains(".bn.")).toList();
        INDArray images = Nd4j.linspace(DataType.DOUBLE, 0, 0.04, 3 * 32 * 64).reshape(1, 3, 32, 64);

        double[] evaluated = boxes(YoloxGraph.evaluation(CONFIG, weights, GRID), weights, images, YoloxGraph.RAW);
        double[] trained =
                boxes(YoloxGraph.training(CONFIG, weights.withFrozen(norms), GRID), weights, images, YoloxGraph.LOGITS);

        for (int i = 0; i < evaluated.length; i++) {
            assertThat(trained[i]).isCloseTo(evaluated[i], within(1e-12));
        }
        assertThat(boxes(YoloxGraph.training(CONFIG, weights, GRID), weights, images, YoloxGraph.LOGITS))
                .as("by the statistics of the batch")
                .isNotEqualTo(trained);
    }

    /** The four box numbers of every anchor, which no graph activates. */
    private static double[] boxes(YoloxGraph network, Weights weights, INDArray images, String output) {
        Map<String, INDArray> inputs = new HashMap<>(weights.values());
        inputs.put(YoloxGraph.IMAGES, images);
        try (GraphPlan plan = GraphPlan.compile(network.graph(), inputs, List.of(output))) {
            INDArray all = plan.output(output);
            double[] boxes = new double[GRID.size() * 4];
            for (int i = 0; i < boxes.length; i++) {
                boxes[i] = all.getDouble(0, i / 4, i % 4);
            }
            return boxes;
        }
    }
}
