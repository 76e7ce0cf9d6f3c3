package io.github.yolox4j.verify.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.export.lowering.gradient.Dialect;
import io.github.yolox4j.model.Architecture;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.runtime.OnnxTrainingStep;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** The file of a whole training step, in operators of the standard only. */
class TrainingStepCheckTest {

    private static final List<YoloxConfig> NETWORKS = List.of(
            YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3),
            new YoloxConfig("small", Architecture.DARKNET_FPN, 1, 0.125, false, 3));

    @TempDir
    private Path folder;

    @Test
    void the_checker_accepts_a_whole_training_step() throws IOException {
        List<Path> files = new ArrayList<>();
        for (YoloxConfig config : NETWORKS) {
            Weights weights = new Yolox(config).initialise(DataType.FLOAT, 1);
            LossChoice losses = LossChoice.parse("wise_v3(ciou)", "focal", "varifocal");
            OnnxModel model = OnnxTrainingStep.of(
                            YoloxTask.of(config).withLosses(losses),
                            weights,
                            new AnchorGrid(64, 96),
                            2,
                            Dialect.STANDARD)
                    .model();
            assertThat(model.graph().nodes())
                    .extracting(Node::operator)
                    .extracting(OnnxOperator::domain)
                    .containsOnly(OnnxOperator.Domain.STANDARD);
            files.add(folder.resolve(config.architecture() + ".onnx"));
            WholeFile.write(files.get(files.size() - 1), model::writeTo);
        }

        Optional<OnnxChecker> checker = OnnxChecker.find();
        assumeThat(checker)
                .as("the ONNX checker is not built: run the phase 'verify' with -am")
                .isPresent();
        assertThat(checker.get().complaints(files)).containsOnly(Optional.empty());
    }
}
