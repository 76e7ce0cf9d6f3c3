package io.github.yolox4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.testkit.SplitMix64;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.format.DatasetFormat;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import io.github.yolox4j.train.engine.SameDiffEngine;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.optim.GradientClipping;
import io.github.yolox4j.train.optim.RunningStatistics;
import io.github.yolox4j.train.optim.Sgd;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class ReadmeTest {

    @TempDir
    private Path folder;

    @Test
    void its_training_runs() throws IOException {
        List<Double> totals = new ArrayList<>();
        new ShapesDataset(1, 64, 8, 4).write(folder);

        Dataset training = DatasetFormat.COCO.read(folder, "train");
        Dataset validation = DatasetFormat.COCO.read(folder, "test");
        YoloxConfig model = YoloxConfig.of(YoloxConfig.Size.NANO)
                .withClasses(training.classes().size());
        TrainingConfig config = TrainingConfig.of(model, new AnchorGrid(64, 64), 4, Epochs.of(2))
                .withOptimisation(Optimisation.ADAMW.withClipping(new GradientClipping(10)))
                .withLosses(LossChoice.parse("ciou", "bce", "bce"))
                .withSupervision(Supervision.DEFAULT.withEvaluateEvery(1).withPatience(20));
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onStep(Step step) {
                totals.add(step.loss().total());
            }
        };
        TrainingSetup setup =
                TrainingSetup.of(training, validation, folder.resolve("run")).withListener(listener);
        TrainingResult result = new Trainer(config, setup).run();
        Checkpoint best = Checkpoint.read(result.best()); // its average is what eval and export use

        assertThat(totals).hasSize(4);
        assertThat(result.work().steps()).isEqualTo(4);
        assertThat(best.progress().bestAp()).isEqualTo(result.metrics().ap());
    }

    @Test
    void its_loop_runs() {
        List<Double> totals = new ArrayList<>();
        float[] images = new float[2 * 3 * 64 * 64];
        double[] noise = new SplitMix64(1).doubles(images.length);
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) (255 * noise[i]);
        }

        YoloxConfig model = YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3);
        Weights weights = new Yolox(model).initialise(DataType.FLOAT, 1);
        Sgd sgd = new Sgd(weights, 0.9, 5e-4);
        YoloxTask task = YoloxTask.of(model).withLosses(LossChoice.parse("ciou", "bce", "focal"));
        List<List<TargetObject>> objects = List.of(List.of(new TargetObject(0, 32, 32, 20, 24)), List.of());

        try (TrainingEngine engine = new SameDiffEngine(task, weights, new AnchorGrid(64, 64), 2)) {
            for (int i = 0; i < 30; i++) {
                StepGradients step = engine.step(images, objects, 0); // images: [2, 3, 64, 64], BGR, 0..255
                sgd.step(step.gradients(), 0.001);
                RunningStatistics.update(weights, step.statistics());
                totals.add(step.loss().total());
            }
        }

        // Not step by step: what is assigned to an object changes from one to the next.
        assertThat(Collections.min(totals)).isLessThan(0.8 * totals.get(0));
    }
}
