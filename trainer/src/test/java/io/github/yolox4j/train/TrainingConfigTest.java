package io.github.yolox4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.data.augment.AugmentationRecipe;
import io.github.yolox4j.train.data.batch.ImageOrder;
import io.github.yolox4j.train.optim.schedule.Cos;
import io.github.yolox4j.train.optim.schedule.LearningRate;
import io.github.yolox4j.train.optim.schedule.MultiStep;
import io.github.yolox4j.train.optim.schedule.WarmCos;
import io.github.yolox4j.train.optim.schedule.YoloxWarmCos;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingConfigTest {

    @Test
    void a_schedule_has_the_warm_up_and_the_last_epochs_of_the_run() {
        TrainingConfig config =
                TrainingConfig.of(YoloxConfig.of(YoloxConfig.Size.S), new AnchorGrid(64, 64), 4, new Epochs(20, 2, 3));

        assertThat(config.schedule()).isEqualTo(new YoloxWarmCos(2, 0, 3, 0.05));
        assertThat(scheduled(config, "warmcos")).isEqualTo(new WarmCos(2, 1e-6));
        assertThat(scheduled(config, "cos")).isEqualTo(new Cos());
        assertThat(scheduled(config, "multistep:10,15")).isEqualTo(new MultiStep(List.of(10, 15), 0.1));
    }

    @Test
    void training_images_have_an_order_of_their_own_in_each_epoch() {
        TrainingConfig config =
                TrainingConfig.of(YoloxConfig.of(YoloxConfig.Size.S), new AnchorGrid(64, 64), 4, new Epochs(20, 2, 3));

        assertThat(config.order()).isEqualTo(ImageOrder.SHUFFLED);
        assertThat(config.withOrder(ImageOrder.BALANCED).order()).isEqualTo(ImageOrder.BALANCED);
        assertThatThrownBy(() -> config.withOrder(ImageOrder.LISTED))
                .hasMessage("training images must be shuffled or balanced, got LISTED");
    }

    private static LearningRate scheduled(TrainingConfig config, String name) {
        Optimisation asked = config.optimisation().withSchedule(LearningRate.parse(name));
        return config.withOptimisation(asked).schedule();
    }

    @Test
    void in_the_last_epochs_no_images_are_combined() {
        TrainingConfig config = TrainingConfig.of(
                        YoloxConfig.of(YoloxConfig.Size.S), new AnchorGrid(64, 64), 4, new Epochs(20, 2, 3))
                .withAugmentation(AugmentationRecipe.REFERENCE);

        for (int epoch = 0; epoch < 17; epoch++) {
            assertThat(config.augmentationOf(epoch)).isEqualTo(AugmentationRecipe.REFERENCE);
        }
        for (int epoch = 17; epoch < 20; epoch++) {
            assertThat(config.augmentationOf(epoch)).isEqualTo(AugmentationRecipe.LIGHT);
        }
    }
}
