package io.github.yolox4j.export.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.export.sample.Networks;
import io.github.yolox4j.model.Architecture;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.Activation;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.testkit.TensorDifference;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whole networks of every architecture, small, and exported. */
class NetworkExportTest {

    private static final AnchorGrid GRID = new AnchorGrid(64, 96);

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void the_exported_network_computes_what_the_graph_does(Architecture architecture) {
        YoloxConfig config = new YoloxConfig("small", architecture, 0.33, 0.25, false, 3);
        Weights weights = lively(config);
        SameDiff graph = YoloxGraph.evaluation(config, weights, GRID).graph();
        OnnxModel model = OnnxExporter.standard()
                .model(
                        graph,
                        YoloxGraph.IMAGES,
                        List.of(YoloxGraph.DECODED),
                        ParameterSource.of(weights.values()).orElse(ParameterSource.of(graph)),
                        ExportOptions.dynamicBatch()
                                .withMetadata(ModelMetadata.ofDetector(
                                        List.of("a", "b", "c"),
                                        GRID.height(),
                                        GRID.width(),
                                        ModelMetadata.Form.DECODED,
                                        "none")));
        Networks network = new Networks(config, weights);

        for (int batch : new int[] {1, 4}) {
            INDArray images = noise(batch);
            INDArray expected = network.output(GRID, YoloxGraph.DECODED, images);
            INDArray found =
                    Subject.byOnnxRuntime(model, Map.of("images", images)).get("output");
            assertThat(Subject.difference(found, expected, EveryRuleTest.RESULT))
                    .as("batch %d", batch)
                    .matches(TensorDifference::isClose, "within the tolerance");
        }
        long leaky = model.graph().nodes().stream()
                .filter(node -> node.operator() == OnnxOperator.LEAKY_RELU)
                .count();
        long convolutions = model.graph().nodes().stream()
                .map(Node::operator)
                .filter(OnnxOperator.CONV::equals)
                .count();
        int predictions = 9;
        assertThat(leaky)
                .isEqualTo(architecture.activation() == Activation.LEAKY_RELU ? convolutions - predictions : 0);
    }

    /** Fresh weights whose batch-norms are not the identity. */
    private static Weights lively(YoloxConfig config) {
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 1);
        SplittableRandom random = new SplittableRandom(2);
        weights.names().stream().filter(name -> name.contains(".bn.")).forEach(name -> {
            INDArray value = weights.value(name);
            for (long i = 0; i < value.length(); i++) {
                value.putScalar(i, value.getFloat(i) * (0.5 + random.nextDouble()) + 0.2 * random.nextDouble());
            }
        });
        return weights;
    }

    private static INDArray noise(int batch) {
        SplittableRandom random = new SplittableRandom(3);
        INDArray images = Nd4j.zeros(DataType.FLOAT, batch, BgrImage.CHANNELS, GRID.height(), GRID.width());
        for (long i = 0; i < images.length(); i++) {
            images.putScalar(i, random.nextInt(256));
        }
        return images;
    }
}
