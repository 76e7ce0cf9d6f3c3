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
import io.github.yolox4j.train.loss.LossTerm;
import io.github.yolox4j.train.loss.LossTerms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 200 steps on the demo's images with each box loss: every loss stays a number, and falls from the first epoch to the
 * last, the box term and the whole. Takes minutes.
 */
@Tag("slow")
class EveryBoxLossTest {

    /** An epoch, and so the images of each mean are the same. */
    private static final int STEPS_PER_EPOCH = 10;

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
    void two_hundred_steps_lower_the_loss(String loss) throws IOException {
        YoloxConfig model =
                new YoloxConfig("small", 0.33, 0.125, false, training.classes().size());
        TrainingConfig config = TrainingConfig.of(model, new AnchorGrid(64, 64), 16, Epochs.of(20))
                .withAugmentation(AugmentationRecipe.LIGHT)
                .withOptimisation(Optimisation.DEFAULT.withLearningRatePerImage(0.02 / 16))
                .withEvaluateEvery(20)
                .withLosses(LossChoice.parse(loss, "bce", "bce"));
        List<LossTerms> terms = new ArrayList<>();
        new Trainer(
                        config,
                        TrainingSetup.of(training, test, folder.resolve(loss.replaceAll("\\W", "_")))
                                .withListener(new TrainingListener() {
                                    @Override
                                    public void onStep(Step step) {
                                        terms.add(step.loss());
                                    }
                                }))
                .run();
        assertThat(terms).hasSize(200).allSatisfy(term -> assertThat(term.total())
                .isFinite());
        List<LossTerms> first = terms.subList(0, STEPS_PER_EPOCH);
        List<LossTerms> last = terms.subList(200 - STEPS_PER_EPOCH, 200);
        assertThat(mean(last, EveryBoxLossTest::withoutL1))
                .as("total without L1")
                .isLessThan(0.9 * mean(first, EveryBoxLossTest::withoutL1));
        assertThat(mean(last, step -> step.of(LossTerm.BOX)))
                .as("box term")
                .isLessThan(mean(first, step -> step.of(LossTerm.BOX)));
    }

    private static double mean(List<LossTerms> steps, ToDoubleFunction<LossTerms> term) {
        return steps.stream().mapToDouble(term).average().orElseThrow();
    }

    /** The L1 term is on in the last epochs alone. */
    private static double withoutL1(LossTerms terms) {
        return terms.total() - terms.of(LossTerm.L1);
    }

    static List<String> names() {
        return BoxLosses.REGISTRY.names();
    }
}
