package io.github.yolox4j.train.assign;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.decode.AnchorGrid;
import org.junit.jupiter.api.Test;

class PredictionsTest {

    private static final AnchorGrid GRID = new AnchorGrid(32, 64);

    @Test
    void each_array_must_have_its_size() {
        int n = GRID.size();
        assertThatThrownBy(() -> new Predictions(GRID, 1, new double[4 * n], new double[n + 1], new double[n]))
                .hasMessageContaining("got 168, 43 and 42 numbers");
        assertThatThrownBy(() -> new Predictions(GRID, 1, new double[4 * n], new double[n], new double[2 * n]))
                .hasMessageContaining("got 168, 42 and 84 numbers");
        assertThatThrownBy(() -> new Predictions(GRID, 0, new double[4 * n], new double[n], new double[0]))
                .hasMessageContaining("classes must be at least 1: 0");
    }
}
