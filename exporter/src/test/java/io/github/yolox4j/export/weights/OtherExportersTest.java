package io.github.yolox4j.export.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.export.sample.OfficialNano;
import io.github.yolox4j.export.sample.OtherExporter;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.BatchNorm;
import io.github.yolox4j.model.network.InferredConfig;
import io.github.yolox4j.model.weights.StateDict;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The official nano weights, written as other programs do; {@code OfficialWeightsTest} has what they detect. */
class OtherExportersTest {

    @ParameterizedTest
    @EnumSource
    void the_weights_are_those_of_the_official_file(OtherExporter exporter, @TempDir Path folder) throws IOException {
        StateDict official = OnnxWeights.read(OfficialNano.file()).stateDict();

        OnnxWeights read = OnnxWeights.read(exporter.rewrite(OfficialNano.file(), folder));

        assertThat(InferredConfig.of(read.stateDict())).isEqualTo(YoloxConfig.of(YoloxConfig.Size.NANO));
        assertThat(read.stateDict().names()).containsExactlyInAnyOrderElementsOf(official.names());
        for (String name : official.names()) {
            if (name.endsWith(".conv.weight")) {
                INDArray[] found = folded(read.stateDict(), name);
                INDArray[] expected = folded(official, name);
                assertThat(found[0].equalsWithEps(expected[0], 1e-4)).as(name).isTrue();
                assertThat(found[1].equalsWithEps(expected[1], 1e-4)).as(name).isTrue();
            } else if (name.contains("_preds.")) {
                assertThat(read.stateDict().tensor(name)).as(name).isEqualTo(official.tensor(name));
            }
        }
    }

    /** Weights and bias of a convolution with its batch-norm in it. */
    private static INDArray[] folded(StateDict weights, String convolution) {
        INDArray weight = weights.tensor(convolution).orElseThrow();
        String norm = convolution.replace(".conv.weight", ".bn.");
        INDArray deviation = Transforms.sqrt(
                weights.tensor(norm + "running_var").orElseThrow().add(BatchNorm.EPSILON));
        INDArray factor = weights.tensor(norm + "weight").orElseThrow().div(deviation);
        INDArray mean = weights.tensor(norm + "running_mean").orElseThrow();
        return new INDArray[] {
            weight.mul(factor.reshape(factor.length(), 1, 1, 1)),
            weights.tensor(norm + "bias").orElseThrow().sub(mean.mul(factor))
        };
    }
}
