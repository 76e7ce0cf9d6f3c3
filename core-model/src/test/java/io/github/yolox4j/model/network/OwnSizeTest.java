package io.github.yolox4j.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.Architecture;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.weights.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks that are none of the reference's sizes. */
class OwnSizeTest {

    /** Factors that leave 20, 19, 5 and 9 channels in the stem; the third has no bottleneck in its neck. */
    @ParameterizedTest
    @CsvSource({
        "CSP_PAN,     0.5,  0.3125, false, 1,  32,  96",
        "CSP_PAN,     0.34, 0.3,    true,  3,  96,  32",
        "CSP_PAN,     0.1,  0.09,   false, 80, 64, 160",
        "DARKNET_FPN, 0.2,  0.3,    false, 3, 128,  32",
    })
    void any_depth_width_number_of_classes_and_input_will_do(
            Architecture architecture,
            double depth,
            double width,
            boolean depthwise,
            int classes,
            int inputHeight,
            int inputWidth) {
        YoloxConfig config = new YoloxConfig("own", architecture, depth, width, depthwise, classes);
        AnchorGrid grid = new AnchorGrid(inputHeight, inputWidth);
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 5);
        Map<String, INDArray> inputs = new HashMap<>(weights.values());
        inputs.put(
                YoloxGraph.IMAGES,
                Nd4j.valueArrayOf(new long[] {1, 3, inputHeight, inputWidth}, 100.0, DataType.FLOAT));

        try (GraphPlan plan = GraphPlan.compile(
                YoloxGraph.evaluation(config, weights, grid).graph(), inputs, List.of(YoloxGraph.DECODED))) {
            INDArray decoded = plan.output(YoloxGraph.DECODED);
            assertThat(decoded.shape()).containsExactly(1, inputHeight * inputWidth * 21 / 1024, 5 + classes);
            assertThat(Arrays.stream(decoded.dup('c').data().asDouble())).allMatch(Double::isFinite);
        }
        assertThat(LayerTable.of(config, grid).parameters()).isEqualTo(weights.parameterCount());
    }

    @Test
    void what_cannot_be_built_is_refused() {
        assertThatThrownBy(() -> new YoloxConfig("thin", 0.33, 0.03, false, 1))
                .hasMessage("width leaves fewer than 2 channels in the stem: 0.03");
        assertThatThrownBy(() -> new YoloxConfig("flat", 0, 0.5, false, 1))
                .hasMessage("depth and width must be positive, got 0.0 and 0.5");
        assertThatThrownBy(() -> new YoloxConfig("v3", Architecture.DARKNET_FPN, 1, 1, true, 1))
                .hasMessage("depthwise convolutions are for csp_pan only, not for darknet_fpn");
        assertThatThrownBy(() -> Architecture.parse("resnet"))
                .hasMessage("unknown architecture 'resnet', valid are csp_pan, darknet_fpn");
    }
}
