package io.github.yolox4j.train.task.yolox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.assign.Predictions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class YoloxHeadTest {

    private static final AnchorGrid GRID = new AnchorGrid(32, 64);
    private static final AnchorTable TABLE = AnchorTable.of(GRID);
    private static final int CLASSES = 2;
    private static final int ROW = 5 + CLASSES;

    @Test
    void an_image_is_cut_out_of_the_logits_of_a_batch() {
        double[] logits = new double[2 * GRID.size() * ROW];
        Arrays.setAll(logits, i -> Math.sin(i));
        int second = GRID.size() * ROW;

        Predictions image = new YoloxHead(YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(CLASSES))
                .predictions(TABLE, logits, second);

        assertThat(image.grid()).isEqualTo(GRID);
        assertThat(image.classes()).isEqualTo(CLASSES);
        for (int i = 0; i < GRID.size(); i++) {
            int at = second + i * ROW;
            int stride = TABLE.stride(i);
            assertThat(image.centerX(i)).isEqualTo((logits[at] + TABLE.gridX(i)) * stride, within(1e-12));
            assertThat(image.centerY(i)).isEqualTo((logits[at + 1] + TABLE.gridY(i)) * stride, within(1e-12));
            assertThat(image.width(i)).isEqualTo(Math.exp(logits[at + 2]) * stride, within(1e-12));
            assertThat(image.height(i)).isEqualTo(Math.exp(logits[at + 3]) * stride, within(1e-12));
            assertThat(image.objectness(i)).isEqualTo(logits[at + 4]);
            assertThat(image.classLogit(i, 0)).isEqualTo(logits[at + 5]);
            assertThat(image.classLogit(i, 1)).isEqualTo(logits[at + 6]);
        }
    }
}
