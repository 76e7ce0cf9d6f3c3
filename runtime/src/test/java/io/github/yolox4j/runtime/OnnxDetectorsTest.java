package io.github.yolox4j.runtime;

import static io.github.yolox4j.export.sample.SmallDetector.EVERYTHING;
import static io.github.yolox4j.export.sample.SmallDetector.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.export.sample.SmallDetector;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.DetectorFactory;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.train.Epochs;
import io.github.yolox4j.train.Optimisation;
import io.github.yolox4j.train.Trainer;
import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.TrainingResult;
import io.github.yolox4j.train.TrainingSetup;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.augment.AugmentationRecipe;
import io.github.yolox4j.train.data.format.DatasetFormat;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import io.github.yolox4j.train.engine.SameDiffEngine;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.optim.EmaDecay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxDetectorsTest {

    private static final DetectorFactory ONNX = new OnnxDetectors(SessionSettings.DEFAULT);

    @TempDir
    private Path folder;

    @Test
    void weights_in_memory_find_what_they_find_in_SameDiff_and_are_read_when_a_detector_is_made() {
        SmallDetector small = SmallDetector.create();
        List<BgrImage> images = List.of(noise(1, 50, 40), noise(2, 200, 100), noise(3, 96, 64));
        Weights weights = small.weights();
        try (Detector expected = small.sameDiff(2);
                Detector before = ONNX.open(small.config(), weights, small.grid(), EVERYTHING, 2)) {
            List<List<Detection>> first = expected.detect(images);
            assertClose(before.detect(images), first);

            weights.value("head.obj_preds.0.weight").muli(0.5);
            List<List<Detection>> second = expected.detect(images);
            assertThat(second.get(0).get(0).score())
                    .isNotCloseTo(first.get(0).get(0).score(), within(1e-3));
            try (Detector after = ONNX.open(small.config(), weights, small.grid(), EVERYTHING, 2)) {
                assertClose(after.detect(images), second);
            }
            assertClose(before.detect(images), first);
        }
    }

    @Test
    void the_first_layer_is_a_convolution_over_the_image() {
        SmallDetector small = SmallDetector.create();
        OnnxGraph graph = OnnxDetectors.model(small.config(), small.weights(), small.grid())
                .graph();
        Node first = graph.nodes().stream()
                .filter(node -> node.operator() == OnnxOperator.CONV)
                .findFirst()
                .orElseThrow();
        assertThat(first.inputs().get(0)).isEqualTo(graph.inputs().get(0).name());
        assertThat(first.attributes().integers("kernel_shape")).containsExactly(6, 6);
    }

    private static void assertClose(List<List<Detection>> actual, List<List<Detection>> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).isNotEmpty().hasSameSizeAs(expected.get(i));
            for (int k = 0; k < expected.get(i).size(); k++) {
                Detection found = actual.get(i).get(k);
                Detection wanted = expected.get(i).get(k);
                assertThat(found.classId()).isEqualTo(wanted.classId());
                assertThat(found.score()).isEqualTo(wanted.score(), within(1e-6));
                assertThat(found.x1()).isEqualTo(wanted.x1(), within(1e-3));
                assertThat(found.y2()).isEqualTo(wanted.y2(), within(1e-3));
            }
        }
    }

    /** From weights that know something, one epoch of small steps; the runs differ in who computes what. */
    @Test
    void a_run_has_the_same_ap_whoever_computes_its_steps_and_evaluations() throws IOException {
        new ShapesDataset(1, 64, 64, 16).write(folder);
        Dataset training = DatasetFormat.COCO.read(folder, ShapesDataset.TRAIN);
        Dataset validation = DatasetFormat.COCO.read(folder, ShapesDataset.TEST);
        YoloxConfig model =
                new YoloxConfig("small", 0.33, 0.125, false, training.classes().size());
        TrainingConfig longer = config(model, new Epochs(30, 1, 1), 0.02);
        TrainingEngine.Factory onnx = OnnxTrainingEngine.with(SessionSettings.DEFAULT);
        TrainingSetup data = TrainingSetup.of(training, validation, folder.resolve("start"));
        Path start = new Trainer(longer, data.withEngines(onnx)).run().last();

        TrainingConfig one = config(model, new Epochs(1, 0, 0), 1e-6);
        double[] ap = new double[3];
        TrainingEngine.Factory stepsOnly = (task, weights, grid, batch) ->
                OnnxTrainingEngine.of(task, weights, grid, batch, SessionSettings.DEFAULT);
        List<TrainingEngine.Factory> engines = List.of(SameDiffEngine::new, onnx, stepsOnly);
        for (int i = 0; i < ap.length; i++) {
            TrainingSetup setup = TrainingSetup.of(training, validation, folder.resolve("run" + i));
            TrainingResult result = Trainer.startingFrom(
                            Checkpoint.read(start).average(), one, setup.withEngines(engines.get(i)))
                    .run();
            ap[i] = result.metrics().ap();
        }
        assertThat(ap[0]).as("small, but no chance").isGreaterThan(0.02);
        assertThat(ap[1]).isEqualTo(ap[0], within(1e-4));
        assertThat(ap[2]).isEqualTo(ap[0], within(1e-4));
    }

    private static TrainingConfig config(YoloxConfig model, Epochs epochs, double learningRate) {
        return TrainingConfig.of(model, new AnchorGrid(64, 64), 8, epochs)
                .withAugmentation(AugmentationRecipe.LIGHT)
                .withEvaluateEvery(epochs.total())
                .withOptimisation(Optimisation.DEFAULT
                        .withLearningRatePerImage(learningRate / 8)
                        .withAverageDecay(new EmaDecay(0.99, EmaDecay.DEFAULT.ramp())));
    }
}
