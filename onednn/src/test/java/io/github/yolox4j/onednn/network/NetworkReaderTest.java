package io.github.yolox4j.onednn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.Architecture;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.Activation;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onednn.network.Layer.Statistics;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class NetworkReaderTest {

    private static final AnchorGrid GRID = new AnchorGrid(64, 96);

    /** A YOLOv3 with an eighth of its channels. */
    private static final YoloxConfig SMALL_DARKNET =
            new YoloxConfig("small", Architecture.DARKNET_FPN, 1, 0.125, false, 3);

    private static Network read(YoloxConfig config, Weights weights) {
        SameDiff graph = YoloxGraph.training(config, weights, GRID).graph();
        return NetworkReader.read(graph.getVariable(YoloxGraph.LOGITS), graph.getVariable(YoloxGraph.IMAGES));
    }

    private static Weights weightsOf(YoloxConfig config) {
        return new Yolox(config).initialise(DataType.FLOAT, 1);
    }

    static List<YoloxConfig> networks() {
        return List.of(
                YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3),
                new YoloxConfig("deep", 1, 0.125, false, 3),
                SMALL_DARKNET);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void every_parameter_belongs_to_a_layer_and_every_layer_comes_after_what_it_reads(YoloxConfig config) {
        Weights weights = weightsOf(config);
        Network network = read(config, weights);

        Set<String> parameters = new HashSet<>();
        Set<Feature> made = new HashSet<>(Set.of(network.image()));
        for (Layer layer : network.layers()) {
            assertThat(made).containsAll(layer.inputs());
            assertThat(made.add(layer.output())).isTrue();
            if (layer instanceof Layer.Convolution convolution) {
                parameters.add(convolution.weight());
                convolution.bias().ifPresent(parameters::add);
            } else if (layer instanceof Layer.BatchNorm norm) {
                parameters.addAll(List.of(norm.weight(), norm.bias(), norm.runningMean(), norm.runningVariance()));
            }
        }
        assertThat(parameters)
                .containsExactlyInAnyOrderElementsOf(
                        weights.specs().stream().map(ParameterSpec::name).toList());
        assertThat(network.rowCount()).isEqualTo(GRID.size());
        assertThat(network.rowLength()).isEqualTo(4 + 1 + 3);
    }

    @Test
    void each_number_of_the_rows_is_made_once() {
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3);
        Network network = read(config, weightsOf(config));
        Set<Long> places = new HashSet<>();
        for (RowPart part : network.rows()) {
            for (int channel = 0; channel < part.feature().channels(); channel++) {
                for (int y = 0; y < part.feature().height(); y++) {
                    for (int x = 0; x < part.feature().width(); x++) {
                        assertThat(places.add(part.offset()
                                        + channel * part.channelStride()
                                        + y * part.rowStride()
                                        + x * part.columnStride()))
                                .isTrue();
                    }
                }
            }
        }
        assertThat(places)
                .hasSize(network.rowCount() * network.rowLength())
                .allMatch(place -> place >= 0 && place < (long) network.rowCount() * network.rowLength());
    }

    @Test
    void pooling_shares_windows_of_five_pixels() {
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.NANO);
        List<Layer.MaxPool> pools = read(config, weightsOf(config)).layers().stream()
                .filter(Layer.MaxPool.class::isInstance)
                .map(Layer.MaxPool.class::cast)
                .toList();
        assertThat(pools).hasSize(3).allMatch(pool -> pool.window() == 5);
        assertThat(pools.get(1).input()).isEqualTo(pools.get(0).output());
        assertThat(pools.get(2).input()).isEqualTo(pools.get(1).output());
    }

    @Test
    void a_batch_norm_with_frozen_statistics_uses_the_running_ones() {
        YoloxConfig config = SMALL_DARKNET;
        Weights weights = weightsOf(config);
        Weights frozen = weights.withFrozen(weights.names().stream()
                .filter(name -> name.startsWith("backbone.backbone.stem."))
                .toList());
        for (Layer layer : read(config, frozen).layers()) {
            if (layer instanceof Layer.BatchNorm norm) {
                boolean isFrozen = norm.path().startsWith("backbone.backbone.stem.");
                assertThat(norm.statistics()).isEqualTo(isFrozen ? Statistics.RUNNING : Statistics.BATCH);
            } else if (layer instanceof Layer.Activate activate) {
                assertThat(activate.function()).isEqualTo(Activation.LEAKY_RELU);
            }
        }
    }

    @Test
    void images_of_old_weights_are_scaled_and_shifted_in_another_order() {
        YoloxConfig config =
                YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3).withLegacy(true);
        List<ImagePlane> planes = read(config, weightsOf(config)).planes();
        assertThat(planes).extracting(ImagePlane::source).containsExactly(2, 1, 0);
        assertThat(planes.get(0).scale()).isCloseTo(1 / 255.0 / 0.229, within(1e-6));
        assertThat(planes.get(0).shift()).isCloseTo(-0.485 / 0.229, within(1e-6));
        YoloxConfig now = YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3);
        assertThat(read(now, weightsOf(now)).planes()).allMatch(ImagePlane::isAsItIs);
    }

    @Test
    void a_multiple_of_a_map_that_is_added_is_no_leaky_relu() {
        SameDiff graph = SameDiff.create();
        SDVariable images = graph.placeHolder("images", DataType.FLOAT, -1, 3, 32, 32);
        SDVariable scaled = images.add("sum", images.mul(0.9));
        SDVariable rows = graph.concat(2, scaled.reshape(-1, 3, 1024), scaled.reshape(-1, 3, 1024))
                .permute(0, 2, 1);
        assertThatThrownBy(() -> NetworkReader.read(rows, images))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the variable sum adds a multiple of a map");
    }

    @Test
    void another_operator_is_refused_by_name() {
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3);
        SameDiff graph = YoloxGraph.training(config, weightsOf(config), GRID).graph();
        SDVariable rows = graph.math().tanh("bounded", graph.getVariable(YoloxGraph.LOGITS));
        assertThatThrownBy(() -> NetworkReader.read(rows, graph.getVariable(YoloxGraph.IMAGES)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the variable bounded is not made by permute");
    }
}
