package io.github.yolox4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.losses.box.BoxLosses;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.augment.AugmentationRecipe;
import io.github.yolox4j.train.data.format.DatasetFormat;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import io.github.yolox4j.train.loss.LossChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** 200 steps on the demo's images with each box loss: no loss term ever ceases to be a number. Takes minutes. */
@Tag("slow")
class EveryBoxLossTest {

    @TempDir
    private static Path folder;

    private static Dataset training;
    private static Dataset test;

    @BeforeAll
    static void draw() throws IOException {
        new ShapesDataset(1, 128, 160, 8).write(folder);
        training = DatasetFormat.COCO.read(folder, ShapesDataset.TRAIN);
        test = DatasetFormat.COCO.read(folder, ShapesDataset.TEST);
    }

    @ParameterizedTest
    @MethodSource("names")
    void two_hundred_steps_end_without_a_nan(String loss) throws IOException {
        YoloxConfig model =
                new YoloxConfig("small", 0.33, 0.125, false, training.classes().size());
        TrainingConfig config = TrainingConfig.of(model, new AnchorGrid(64, 64), 16, Epochs.of(20))
                .withAugmentation(AugmentationRecipe.LIGHT)
                .withOptimisation(Optimisation.DEFAULT.withLearningRatePerImage(0.02 / 16))
                .withEvaluateEvery(20)
                .withLosses(LossChoice.parse(loss, "bce", "bce"));
        List<Double> totals = new ArrayList<>();
        new Trainer(
                        config,
                        TrainingSetup.of(training, test, folder.resolve(loss.replaceAll("\\W", "_")))
                                .withListener(new TrainingListener() {
                                    @Override
                                    public void onStep(Step step) {
                                        totals.add(step.loss().total());
                                    }
                                }))
                .run();
        assertThat(totals).hasSize(200).allSatisfy(total -> assertThat(total).isFinite());
    }

    static List<String> names() {
        return BoxLosses.names();
    }
}
