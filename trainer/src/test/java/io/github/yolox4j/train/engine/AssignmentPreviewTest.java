package io.github.yolox4j.train.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.augment.AugmentationRecipe;
import io.github.yolox4j.train.data.batch.DatasetScenes;
import io.github.yolox4j.train.data.batch.TrainingSample;
import io.github.yolox4j.train.data.cache.ImageCache;
import io.github.yolox4j.train.data.format.DatasetFormat;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.optim.Freeze;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class AssignmentPreviewTest {

    private static final YoloxConfig CONFIG = new YoloxConfig("small", 0.33, 0.125, true, 3);
    private static final YoloxTask TASK = YoloxTask.of(CONFIG);
    private static final AnchorGrid GRID = new AnchorGrid(64, 64);

    @TempDir
    private Path folder;

    @Test
    void it_assigns_as_many_anchors_as_a_step_that_uses_the_running_statistics() throws IOException {
        new ShapesDataset(2, 64, 3, 1).write(folder);
        Dataset dataset = DatasetFormat.COCO.read(folder, ShapesDataset.TRAIN);
        DatasetScenes scenes = new DatasetScenes(dataset, ImageCache.none());
        Weights weights = new Yolox(CONFIG).initialise(DataType.FLOAT, 5);
        Weights normsFrozen = Freeze.of("**.bn.*").of(weights);

        try (AssignmentPreview preview = new AssignmentPreview(TASK, weights, GRID);
                TrainingEngine engine = new SameDiffEngine(
                        TASK.withLosses(LossChoice.parse("giou", "bce", "bce")), normsFrozen, GRID, 1)) {
            for (int i = 0; i < dataset.size(); i++) {
                TrainingSample sample = scenes.sample(i, AugmentationRecipe.LIGHT, GRID, 1, 0);
                float[] planes = new float[3 * 64 * 64];
                sample.input().toPlanes(planes, 0);

                Assignment assignment = preview.assign(sample);
                StepGradients step = engine.step(planes, List.of(sample.boxes()), 0);

                assertThat(assignment.positives())
                        .isPositive()
                        .isEqualTo(step.loss().positives());
            }
        }
    }

    @Test
    void a_sample_of_another_size_is_refused() {
        Weights weights = new Yolox(CONFIG).initialise(DataType.FLOAT, 5);
        BgrImage wide = new BgrImage(96, 64, new byte[3 * 96 * 64]);
        TrainingSample sample = new TrainingSample(wide, List.of());

        try (AssignmentPreview preview = new AssignmentPreview(TASK, weights, GRID)) {
            assertThatThrownBy(() -> preview.assign(sample))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("takes 64 x 64 pixels, got 64 x 96");
        }
    }
}
