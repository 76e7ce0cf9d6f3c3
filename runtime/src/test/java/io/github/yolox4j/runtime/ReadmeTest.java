package io.github.yolox4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.testkit.ReadmeExample;
import io.github.yolox4j.testkit.SplitMix64;
import io.github.yolox4j.train.assign.SimOta;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.optim.RunningStatistics;
import io.github.yolox4j.train.optim.Sgd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class ReadmeTest {

    @Test
    void its_example_trains() {
        List<Double> totals = new ArrayList<>();
        float[] images = new float[2 * 3 * 64 * 64];
        double[] noise = new SplitMix64(1).doubles(images.length);
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) (255 * noise[i]);
        }
        YoloxConfig model = YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3);
        Weights weights = new Yolox(model).initialise(DataType.FLOAT, 1);
        Sgd sgd = new Sgd(weights, 0.9, 5e-4);
        LossChoice losses = LossChoice.parse("ciou", "bce", "focal");
        List<List<TargetObject>> objects = List.of(List.of(new TargetObject(0, 32, 32, 20, 24)), List.of());

        try (TrainingEngine engine = OnnxTrainingEngine.of(
                model, weights, new AnchorGrid(64, 64), 2, losses, SimOta.DEFAULT, SessionSettings.DEFAULT)) {
            for (int i = 0; i < 10; i++) {
                StepGradients step = engine.step(images, objects, 0); // images: [2, 3, 64, 64], BGR, 0..255
                sgd.step(step.gradients(), 0.001);
                RunningStatistics.update(weights, step.statistics());
                totals.add(step.loss().total());
            }
        }

        assertThat(totals.get(9)).isLessThan(totals.get(0));
    }

    @Test
    void its_example_is_the_one_tested_here() throws IOException {
        assertThat(ReadmeExample.ofThisModule().isPartOf(ReadmeTest.class)).isTrue();
    }
}
