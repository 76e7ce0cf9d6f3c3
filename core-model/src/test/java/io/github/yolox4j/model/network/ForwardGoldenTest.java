package io.github.yolox4j.model.network;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.NpyArray;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.SplitMix64Weights;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ForwardGoldenTest {

    private static final double TOLERANCE = 1e-4;

    @ParameterizedTest
    @MethodSource("cases")
    void outputs_equal_the_reference(GoldenCase golden) throws IOException {
        NpzArchive arrays = golden.arrays();
        INDArray images = arrays.array("images").toNd4j();
        YoloxConfig config = YoloxConfig.of(
                        YoloxConfig.Size.parse(golden.description().get("size").textValue()))
                .withClasses(golden.description().get("classes").intValue());
        Weights weights =
                weights(config, golden.description().get("weights").get("seed").longValue());
        assertThat(weights.parameterCount())
                .isEqualTo(golden.description().get("parameters").longValue());

        AnchorGrid grid = new AnchorGrid((int) images.size(2), (int) images.size(3));
        Map<String, INDArray> inputs = new HashMap<>(weights.values());
        inputs.put(YoloxGraph.IMAGES, images);
        try (GraphPlan plan = GraphPlan.compile(
                YoloxGraph.evaluation(config, weights, grid).graph(),
                inputs,
                List.of(YoloxGraph.RAW, YoloxGraph.DECODED))) {
            assertClose(YoloxGraph.RAW, plan, arrays);
            assertClose(YoloxGraph.DECODED, plan, arrays);
        }
    }

    static List<GoldenCase> cases() {
        return GoldenFolder.shipped("detector")
                .cases(golden -> golden.kind().equals("model_forward")
                        && !List.of("l", "x")
                                .contains(golden.description().get("size").textValue()));
    }

    private static Weights weights(YoloxConfig config, long seed) {
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 0);
        List<String> names = weights.names();
        for (int k = 0; k < names.size(); k++) {
            long[] shape = weights.reference(names.get(k)).shape();
            float[] values = new SplitMix64Weights(seed).draw(k, names.get(k), shape);
            weights.setReference(names.get(k), Nd4j.createFromArray(values).reshape(shape));
        }
        return weights;
    }

    private static void assertClose(String key, GraphPlan plan, NpzArchive arrays) throws IOException {
        NpyArray expected = arrays.array(key);
        INDArray actual = plan.output(key);
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThatTensor(actual.dup('c').data().asDouble())
                .as(key)
                .isCloseTo(expected.doubles(), Closeness.ofNumbers(TOLERANCE));
    }
}
