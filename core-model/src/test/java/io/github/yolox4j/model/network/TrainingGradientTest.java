package io.github.yolox4j.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.Architecture;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.GradientGraph;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.weights.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradient through a whole network; golden numbers hold it for nano, differences of the loss for every
 * architecture.
 */
class TrainingGradientTest {

    private static final AnchorGrid GRID = new AnchorGrid(64, 32);
    private static final String LOSS = "loss";
    private static final double STEP = 1e-6;

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void gradients_agree_with_central_differences(Architecture architecture) {
        YoloxConfig config = new YoloxConfig("small", architecture, 0.2, 0.125, false, 2);
        Weights weights = new Yolox(config).initialise(DataType.DOUBLE, 4);
        List<String> probed = weights.specs().stream()
                .filter(spec -> spec.kind().isTrainable()
                        && (spec.name().contains(".dark5.0.")
                                || spec.name().matches("head\\.(stems|reg_preds)\\.1\\..*")))
                .map(spec -> spec.name())
                .toList();

        YoloxGraph network = YoloxGraph.training(config, weights, GRID);
        SDVariable logits = network.graph().getVariable(YoloxGraph.LOGITS);
        GradientGraph gradients = GradientGraph.of(logits.mul(logits).mean().rename(LOSS));
        Map<String, INDArray> inputs = new HashMap<>(weights.values());
        inputs.put(YoloxGraph.IMAGES, images());
        List<String> outputs = new ArrayList<>(List.of(LOSS));
        probed.forEach(name -> outputs.add(gradients.gradientOf(name)));

        try (GraphPlan plan = GraphPlan.compile(gradients.graph(), inputs, outputs)) {
            Map<String, Double> found = new HashMap<>();
            probed.forEach(name ->
                    found.put(name, plan.output(gradients.gradientOf(name)).getDouble(0)));
            assertThat(found).hasSizeBetween(8, 12);
            assertThat(found.values()).anyMatch(gradient -> Math.abs(gradient) > 1e-3);
            for (String name : probed) {
                INDArray value = weights.value(name);
                double at = value.getDouble(0);
                double slope = (loss(plan, value, at + STEP) - loss(plan, value, at - STEP)) / (2 * STEP);
                value.putScalar(0, at);
                assertThat(found.get(name)).as(name).isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
            }
        }
    }

    private static double loss(GraphPlan plan, INDArray parameter, double first) {
        parameter.putScalar(0, first);
        plan.run();
        return plan.output(LOSS).getDouble(0);
    }

    private static INDArray images() {
        SplittableRandom random = new SplittableRandom(5);
        return Nd4j.createFromArray(random.doubles(2L * 3 * GRID.height() * GRID.width(), 0, 255)
                        .toArray())
                .reshape(2, 3, GRID.height(), GRID.width());
    }
}
