package io.github.yolox4j.detection.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AnchorGridTest {

    /** Maps of 4 x 8, 2 x 4 and 1 x 2 cells. */
    private static final AnchorGrid GRID = new AnchorGrid(32, 64);

    private static final AnchorTable TABLE = AnchorTable.of(GRID);

    @Test
    void anchors_run_through_the_maps_row_by_row() {
        assertThat(GRID.size()).isEqualTo(32 + 8 + 2);
        assertPlace(0, 0, 0, 8);
        assertPlace(31, 7, 3, 8);
        assertPlace(32, 0, 0, 16);
        assertPlace(37, 1, 1, 16);
        assertPlace(40, 0, 0, 32);
        assertPlace(41, 1, 0, 32);
    }

    private static void assertPlace(int anchor, int column, int row, int stride) {
        assertThat(TABLE.gridX(anchor)).isEqualTo(column);
        assertThat(TABLE.gridY(anchor)).isEqualTo(row);
        assertThat(TABLE.stride(anchor)).isEqualTo(stride);
    }

    @Test
    void an_anchor_stands_in_the_middle_of_its_cell() {
        assertThat(TABLE.centerX(37)).isEqualTo(1.5 * 16);
        assertThat(TABLE.centerY(37)).isEqualTo(1.5 * 16);
        assertThat(TABLE.centerX(31)).isEqualTo(60);
        assertThat(TABLE.centerY(31)).isEqualTo(28);
    }

    @Test
    void an_anchor_that_is_none_is_refused() {
        assertThat(TABLE.size()).isEqualTo(GRID.size());
        assertThatThrownBy(() -> TABLE.stride(42))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("42");
        assertThatThrownBy(() -> TABLE.stride(-1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void sides_that_are_no_multiples_of_32_are_refused() {
        assertThatThrownBy(() -> new AnchorGrid(32, 48)).hasMessageEndingWith("multiples of 32, got 32 x 48");
        assertThatThrownBy(() -> new AnchorGrid(40, 32)).hasMessageEndingWith("got 40 x 32");
        assertThatThrownBy(() -> new AnchorGrid(0, 32)).hasMessageEndingWith("got 0 x 32");
        assertThatThrownBy(() -> new AnchorGrid(32, 0)).hasMessageEndingWith("got 32 x 0");
        assertThatThrownBy(() -> new AnchorGrid(-32, 32)).hasMessageEndingWith("got -32 x 32");
    }

    @Test
    void the_strides_cannot_be_changed_from_outside() {
        AnchorGrid.strides()[0] = 4;
        assertThat(AnchorGrid.strides()).containsExactly(8, 16, 32);
    }
}
