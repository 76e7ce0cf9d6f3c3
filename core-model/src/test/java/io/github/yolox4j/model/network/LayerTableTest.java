package io.github.yolox4j.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.Architecture;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.weights.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LayerTableTest {

    /** Operations in units of 1e9 at the size's own input, as the reference's README gives them. */
    @ParameterizedTest
    @CsvSource({
        "NANO,      912159,   1.08, 0.005",
        "TINY,     5055855,   6.45, 0.005",
        "S,        8968255,  26.8,  0.05",
        "M,       25326495,  73.8,  0.05",
        "L,       54208895, 155.6,  0.05",
        "X,       99071455, 281.9,  0.05",
        "YOLOV3,  63724767, 185.3,  0.05",
    })
    void parameters_and_operations_are_the_published_ones(
            YoloxConfig.Size size, long parameters, double operations, double rounding) {
        LayerTable table = LayerTable.of(YoloxConfig.of(size), new AnchorGrid(size.side(), size.side()));

        assertThat(table.parameters()).isEqualTo(parameters);
        assertThat(table.flops() / 1e9).isCloseTo(operations, within(rounding));
    }

    @Test
    void a_convolution_is_counted_as_by_hand() {
        LayerTable table = LayerTable.of(YoloxConfig.of(YoloxConfig.Size.NANO), new AnchorGrid(416, 416));

        long numbers = 16 * 208 * 208;
        assertThat(table.layers().get(0))
                .isEqualTo(new LayerTable.Layer(
                        "backbone.backbone.stem.conv",
                        "conv 3x3, batch-norm, SiLU",
                        new LayerTable.MapShape(16, 208, 208),
                        12 * 16 * 9 + 2 * 16,
                        2 * numbers * (12 * 9 + 2)));
        assertThat(table.layers().get(1))
                .isEqualTo(new LayerTable.Layer(
                        "backbone.backbone.dark2.0.dconv",
                        "depthwise conv 3x3 / 2, batch-norm, SiLU",
                        new LayerTable.MapShape(16, 104, 104),
                        16 * 9 + 2 * 16,
                        2 * 16 * 104 * 104 * (9 + 2)));
        assertThat(table.layers())
                .contains(new LayerTable.Layer(
                        "head.cls_preds.2",
                        "conv 1x1, bias",
                        new LayerTable.MapShape(80, 13, 13),
                        64 * 80 + 80,
                        2 * 80 * 169 * 64));
    }

    @Test
    void operations_grow_with_the_area_and_parameters_do_not() {
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.YOLOV3);
        LayerTable small = LayerTable.of(config, new AnchorGrid(32, 64));
        LayerTable large = LayerTable.of(config, new AnchorGrid(96, 128));

        assertThat(large.flops()).isEqualTo(6 * small.flops());
        assertThat(large.parameters()).isEqualTo(small.parameters());
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void shapes_are_those_of_the_maps_when_the_graph_runs(Architecture architecture) {
        YoloxConfig config = new YoloxConfig("small", architecture, 0.4, 0.125, false, 2);
        AnchorGrid grid = new AnchorGrid(64, 96);
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 1);
        YoloxGraph network = YoloxGraph.evaluation(config, weights, grid);
        Map<String, INDArray> inputs = new HashMap<>(weights.values());
        inputs.put(YoloxGraph.IMAGES, Nd4j.zeros(DataType.FLOAT, 1, 3, 64, 96));

        List<LayerTable.Layer> layers = LayerTable.of(config, grid).layers();

        try (GraphPlan plan = GraphPlan.compile(network.graph(), inputs, List.of(YoloxGraph.RAW))) {
            for (LayerTable.Layer layer : layers) {
                String output = layer.kind().contains("batch-norm") ? layer.name() + ".conv" : layer.name();
                LayerTable.MapShape shape = layer.output();
                assertThat(plan.shape(output))
                        .as(output)
                        .containsExactly(1, shape.channels(), shape.height(), shape.width());
            }
        }
        assertThat(layers.stream().mapToLong(LayerTable.Layer::parameters).sum())
                .isEqualTo(weights.parameterCount());
    }
}
