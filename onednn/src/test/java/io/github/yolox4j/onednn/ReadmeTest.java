package io.github.yolox4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onednn.network.Network;
import io.github.yolox4j.onednn.network.NetworkReader;
import io.github.yolox4j.onednn.run.Arena;
import io.github.yolox4j.onednn.run.OneDnnLibrary;
import io.github.yolox4j.onednn.run.PassArrays;
import io.github.yolox4j.onednn.run.TrainingPass;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The example of the README. */
class ReadmeTest {

    @BeforeAll
    static void oneDnnComputesHere() {
        assumeThat(OneDnnLibrary.obstacle()).isEmpty();
    }

    @Test
    void gradients_of_a_function_of_the_rows() {
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3);
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 1);
        SameDiff graph =
                YoloxGraph.training(config, weights, new AnchorGrid(64, 64)).graph();
        SDVariable rows = graph.getVariable(YoloxGraph.LOGITS);
        SDVariable images = graph.getVariable(YoloxGraph.IMAGES);
        Map<String, INDArray> gradients = new HashMap<>();
        Map<String, INDArray> statistics = new HashMap<>();
        for (ParameterSpec spec : weights.specs()) {
            (spec.kind().isTrainable() ? gradients : statistics)
                    .put(spec.name(), Nd4j.zeros(DataType.FLOAT, spec.graphShape()));
        }
        int batch = 2;
        int threads = 1;
        float[] pixels = new float[batch * 3 * 64 * 64];
        pixels[100] = 255;
        UnaryOperator<FloatBuffer> derivative = given -> given;

        Network network = NetworkReader.read(rows, images); // variables of a graph in training mode
        try (Arena arena = new Arena();
                TrainingPass pass = new TrainingPass(
                        network, batch, threads, new PassArrays(weights.values(), gradients, statistics))) {
            pass.bind(arena.reserve(pass.bytes()));
            pass.forward(pixels);
            pass.rowGradients().put(derivative.apply(pass.rows()));
            pass.backward(); // fills gradients
        }

        assertThat(gradients.get("head.obj_preds.0.bias").getDouble(0)).isNotZero();
    }
}
