package io.github.yolox4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.precision.Int8Precision;
import io.github.yolox4j.export.sample.SmallDetector;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.SplitMix64;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.optim.RunningStatistics;
import io.github.yolox4j.train.optim.Sgd;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        YoloxTask task = YoloxTask.of(model).withLosses(LossChoice.parse("ciou", "bce", "focal"));
        List<List<TargetObject>> objects = List.of(List.of(new TargetObject(0, 32, 32, 20, 24)), List.of());

        try (TrainingEngine engine =
                OneDnnTrainingEngine.of(task, weights, new AnchorGrid(64, 64), 2, SessionSettings.DEFAULT)) {
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

    @Test
    void its_precision_is_written(@TempDir Path folder) throws IOException {
        OnnxModel model = SmallDetector.create().model(ModelMetadata.Form.DECODED, ExportOptions.fixedBatch(1));
        Path file = folder.resolve("int8.onnx");
        List<BgrImage> images = List.of(
                SmallDetector.noise(1, 96, 64),
                SmallDetector.noise(2, 96, 64),
                SmallDetector.noise(3, 96, 64),
                SmallDetector.noise(4, 96, 64));

        OnnxCalibrator calibrator = OnnxCalibrator.minMax(images);
        Set<String> sensitive =
                new SensitivityScan(images.subList(0, 4)).above(SensitivityScan.LIMIT, model.graph(), calibrator);
        Int8Precision int8 = Int8Precision.of(calibrator).withInFloat(sensitive);
        WholeFile.write(file, model.withGraph(int8.apply(model.graph()))::writeTo);

        assertThat(OperatorProfile.of(file, new long[] {1, 3, 64, 96})).containsKey("QLinearConv");
    }
}
