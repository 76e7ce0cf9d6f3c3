package io.github.yolox4j.verify.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoxToleranceTest {

    private static final AnchorGrid GRID = new AnchorGrid(64, 96);
    private static final int ROW = 4 + 1 + 2;

    /** What the network says at every anchor, before it is decoded: tx, ty, tw, th. */
    private static double raw(int anchor, int column) {
        return 3 * Math.sin(anchor * 5 + column);
    }

    /** The boxes that follow, each raw number off by {@code shift}. */
    private static Numbers decoded(double shift, double scale) {
        AnchorTable anchors = AnchorTable.of(GRID);
        double[] rows = new double[GRID.size() * ROW];
        for (int i = 0; i < GRID.size(); i++) {
            double stride = anchors.stride(i) / scale;
            rows[i * ROW] = (raw(i, 0) + shift + anchors.gridX(i)) * stride;
            rows[i * ROW + 1] = (raw(i, 1) + shift + anchors.gridY(i)) * stride;
            rows[i * ROW + 2] = Math.exp(raw(i, 2) + shift) * stride;
            rows[i * ROW + 3] = Math.exp(raw(i, 3) + shift) * stride;
            rows[i * ROW + 4] = 0.5;
        }
        return Numbers.of(rows, 1, GRID.size(), ROW);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.25, 3})
    void raw_numbers_within_their_tolerance_give_boxes_within_theirs(double scale) {
        DecodedOutput expected = DecodedOutput.of(decoded(0, scale), GRID, scale);
        double allowed = expected.tolerance().raw();

        assertThat(allowed).isEqualTo(3e-4, within(1e-7));
        for (double shift : new double[] {0, 0.99 * allowed, -0.99 * allowed}) {
            assertThat(expected.compare(decoded(shift, scale))).allMatch(Check::passed);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.25})
    void raw_numbers_beyond_it_do_not_at_any_stride(double scale) {
        DecodedOutput expected = DecodedOutput.of(decoded(0, scale), GRID, scale);
        List<Check> checks =
                expected.compare(decoded(1.05 * expected.tolerance().raw(), scale));

        assertThat(checks)
                .extracting(Check::subject)
                .containsExactly(
                        "centres at stride 8", "centres at stride 16", "centres at stride 32", "sides", "scores");
        assertThat(checks).extracting(Check::passed).containsExactly(false, false, false, false, true);
    }

    @ParameterizedTest
    @CsvSource({"0, 1e-4", "1, 1e-4", "12, 12e-4", "88, 88e-4", "1000, 88e-4", "Infinity, 88e-4"})
    void the_tolerance_is_bounded(double largest, double raw) {
        BoxTolerance tolerance = BoxTolerance.of(largest, 1);

        assertThat(tolerance.raw()).isEqualTo(raw, within(1e-12));
        assertThat(tolerance.corner(8, 200)).isLessThan(0.009 * (8 + 100));
    }

    @Test
    void boxes_that_are_no_numbers_never_agree() {
        Numbers boxes = decoded(0, 1);
        double[] broken = boxes.doubles();
        broken[2] = Double.NaN;
        Numbers nan = Numbers.of(broken, boxes.shape());

        assertThat(DecodedOutput.of(nan, GRID, 1).compare(nan)).anyMatch(check -> !check.passed());
        assertThat(DecodedOutput.of(boxes, GRID, 1).compare(nan)).anyMatch(check -> !check.passed());
    }

    @Test
    void boxes_of_infinite_size_agree_with_each_other_alone() {
        Numbers boxes = decoded(0, 1);
        double[] wide = boxes.doubles();
        wide[2] = Double.POSITIVE_INFINITY;
        Numbers infinite = Numbers.of(wide, boxes.shape());
        DecodedOutput expected = DecodedOutput.of(infinite, GRID, 1);

        assertThat(expected.tolerance().raw()).isEqualTo(88e-4, within(1e-12));
        assertThat(expected.compare(infinite)).allMatch(Check::passed);
        assertThat(expected.compare(boxes)).anyMatch(check -> !check.passed());
    }

    @Test
    void an_output_of_another_grid_is_refused() {
        assertThatThrownBy(() -> DecodedOutput.of(decoded(0, 1), new AnchorGrid(64, 64), 1))
                .hasMessage("an input of 64 x 64 has 84 anchors, the decoded output is numbers of shape [1, 126, 7]");
    }
}
