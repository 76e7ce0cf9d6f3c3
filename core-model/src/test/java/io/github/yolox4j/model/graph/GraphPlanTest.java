package io.github.yolox4j.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.testkit.SplitMix64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GraphPlanTest {

    @Test
    void gradients_of_a_whole_network_equal_those_of_samediffs_own_session() {
        YoloxConfig config = new YoloxConfig("small", 0.33, 0.125, true, 2);
        AnchorGrid grid = new AnchorGrid(64, 32);
        Weights weights = new Yolox(config).initialise(DataType.DOUBLE, 3);
        GradientGraph gradients = GradientGraph.of(loss(config, weights, grid));
        Map<String, INDArray> inputs = new HashMap<>(
                Map.of(YoloxGraph.IMAGES, random(1, 2, 3, 64, 32).muli(255), "upstream", random(2, 2, grid.size(), 7)));
        Map<String, String> gradientNames = new LinkedHashMap<>();
        for (ParameterSpec spec : weights.specs()) {
            if (spec.kind().isTrainable()) {
                gradientNames.put(spec.name(), gradients.gradientOf(spec.name()));
            }
        }

        SDVariable same = loss(config, weights, grid);
        SameDiff graph = same.getSameDiff();
        same.markAsLoss();
        graph.createGradFunction();
        GradientGraph.keepWeightLayouts(graph.getFunction("grad"));
        Map<String, INDArray> expected =
                graph.calculateGradients(inputs, gradientNames.keySet().toArray(new String[0]));
        inputs.putAll(weights.values());
        try (GraphPlan plan =
                GraphPlan.compile(gradients.graph(), inputs, List.of(YoloxGraph.LOGITS), gradientNames.values())) {
            plan.runEarly();
            plan.run();
            gradientNames.forEach((parameter, name) -> {
                INDArray difference = plan.output(name).sub(expected.get(parameter));
                double largest = expected.get(parameter).amaxNumber().doubleValue();
                assertThat(difference.amaxNumber().doubleValue())
                        .as("%s, whose largest gradient is %s", parameter, largest)
                        .isLessThanOrEqualTo(1e-9 * Math.max(1, largest));
            });
        }
    }

    private static SDVariable loss(YoloxConfig config, Weights weights, AnchorGrid grid) {
        SameDiff graph = YoloxGraph.training(config, weights, grid).graph();
        SDVariable upstream = graph.placeHolder("upstream", DataType.DOUBLE, 2, grid.size(), 7);
        return graph.getVariable(YoloxGraph.LOGITS).mul(upstream).sum().rename("loss");
    }

    @Test
    void a_run_reads_the_inputs_anew() {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.DOUBLE, 3);
        x.mul(x).add(1).rename("y");
        INDArray input = Nd4j.createFromArray(1.0, 2.0, 3.0);
        try (GraphPlan plan = GraphPlan.compile(graph, Map.of("x", input), List.of("y"))) {
            assertThat(plan.output("y").toDoubleVector()).containsExactly(2, 5, 10);
            input.assign(Nd4j.createFromArray(0.0, -1.0, 4.0));
            plan.run();
            assertThat(plan.output("y").toDoubleVector()).containsExactly(1, 2, 17);
        }
    }

    @Test
    void the_early_stage_computes_its_outputs_only() {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.DOUBLE, 2);
        SDVariable half = x.mul("half", 0.5);
        half.mul("whole", graph.placeHolder("late", DataType.DOUBLE, 2));
        INDArray input = Nd4j.createFromArray(2.0, 4.0);
        INDArray late = Nd4j.createFromArray(1.0, 1.0);
        try (GraphPlan plan =
                GraphPlan.compile(graph, Map.of("x", input, "late", late), List.of("half"), List.of("whole"))) {
            input.assign(Nd4j.createFromArray(20.0, 40.0));
            plan.runEarly();
            assertThat(plan.output("half").toDoubleVector()).containsExactly(10, 20);
            assertThat(plan.output("whole").toDoubleVector()).containsExactly(1, 2);
            late.assign(plan.output("half"));
            plan.run();
            assertThat(plan.output("whole").toDoubleVector()).containsExactly(100, 400);
        }
    }

    @Test
    void a_missing_placeholder_is_named() {
        SameDiff graph = SameDiff.create();
        graph.placeHolder("x", DataType.DOUBLE, 2).add("y", 1);
        assertThatThrownBy(() -> GraphPlan.compile(graph, Map.of(), List.of("y")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no array is given for placeholder 'x'");
    }

    private static INDArray random(long seed, long... shape) {
        INDArray array = Nd4j.createUninitialized(DataType.DOUBLE, shape);
        return Nd4j.createFromArray(new SplitMix64(seed).doubles((int) array.length()))
                .reshape(shape);
    }
}
