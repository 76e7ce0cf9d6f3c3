package io.github.yolox4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.ort.Device;
import io.github.yolox4j.ort.InstalledRuntime;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.optim.RunningStatistics;
import io.github.yolox4j.train.optim.Sgd;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A training step on the first GPU beside the CPU, without TF32. Skipped, saying why, where ONNX Runtime has none. */
@Tag("gpu")
class CudaTest {

    private static final double LOSS_TOLERANCE = 1e-3;
    private static final double GRADIENT_TOLERANCE = 1e-2;

    private static final SessionSettings CPU = SessionSettings.DEFAULT;
    private static final SessionSettings GPU = CPU.withDevice(Device.cuda(0));

    @BeforeEach
    void a_gpu_is_there() {
        assumeThatCode(() -> InstalledRuntime.require(Device.cuda(0))).doesNotThrowAnyException();
    }

    @Test
    void losses_and_gradients_of_a_step_are_those_of_the_cpu() {
        TrainingScene scene = TrainingScene.of(YoloxConfig.Size.NANO, new AnchorGrid(128, 160), 2, 5);
        try (TrainingEngine cpu = engine(scene, CPU);
                TrainingEngine gpu = engine(scene, GPU)) {
            StepGradients expected = cpu.step(scene.images(), scene.objects(), 1);
            StepGradients found = gpu.step(scene.images(), scene.objects(), 1);

            double total = expected.loss().total();
            assertThat(found.loss().total()).isCloseTo(total, within(LOSS_TOLERANCE * total));
            expected.gradients().forEach((name, wanted) -> {
                INDArray exact = wanted.castTo(DataType.DOUBLE);
                INDArray apart =
                        found.gradients().get(name).castTo(DataType.DOUBLE).sub(exact);
                assertThat(apart.norm2Number().doubleValue())
                        .as("distance of " + name)
                        .isLessThanOrEqualTo(
                                GRADIENT_TOLERANCE * exact.norm2Number().doubleValue());
            });
        }
    }

    /** Small steps, so that rounding has not yet led the two runs apart. */
    @Test
    void ten_steps_end_at_the_loss_of_the_cpu() {
        assertThat(lossAfterTenSteps(GPU)).isCloseTo(lossAfterTenSteps(CPU), within(0.05));
    }

    private static double lossAfterTenSteps(SessionSettings settings) {
        TrainingScene scene = TrainingScene.of(YoloxConfig.Size.NANO, new AnchorGrid(128, 160), 2, 5);
        try (TrainingEngine engine = engine(scene, settings)) {
            Sgd sgd = new Sgd(scene.weights(), 0.9, 5e-4);
            for (int step = 0; step < 10; step++) {
                StepGradients gradients = engine.step(scene.images(), scene.objects(), 0);
                RunningStatistics.update(scene.weights(), gradients.statistics());
                sgd.step(gradients.gradients(), 1e-4);
            }
            return engine.step(scene.images(), scene.objects(), 0).loss().total();
        }
    }

    private static TrainingEngine engine(TrainingScene scene, SessionSettings settings) {
        return OnnxTrainingEngine.of(
                scene.task(LossChoice.DEFAULT),
                scene.weights(),
                scene.grid(),
                scene.objects().size(),
                settings);
    }
}
