package io.github.yolox4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.train.data.augment.AugmentationRecipe;
import org.junit.jupiter.api.Test;

class TrainingConfigTest {

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
