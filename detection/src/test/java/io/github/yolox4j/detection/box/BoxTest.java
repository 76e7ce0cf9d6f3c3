package io.github.yolox4j.detection.box;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoxTest {

    private static final Box SQUARE = new Box(10, 20, 14, 24);

    @Test
    void center_and_sides_say_the_same_as_corners() {
        assertThat(Box.ofCenter(12, 22, 4, 4)).isEqualTo(SQUARE);
        assertThat(Box.ofSides(10, 20, 4, 4)).isEqualTo(SQUARE);
        Box box = new Box(1, 2, 4, 8);
        assertThat(box.width()).isEqualTo(3);
        assertThat(box.height()).isEqualTo(6);
        assertThat(box.area()).isEqualTo(18);
        assertThat(box.centerX()).isEqualTo(2.5);
        assertThat(box.centerY()).isEqualTo(5);
    }

    @ParameterizedTest(name = "({0}, {1}, {2}, {3})")
    @CsvSource({
        "10, 20, 14, 24, 16, 1", // itself
        "12, 21, 18, 30, 6, 0.09375", // 6 / (16 + 54 - 6)
        "11, 21, 13, 23, 4, 0.25", // inside
        "14, 20, 18, 24, 0, 0", // touches the right edge
        "10, 24, 14, 28, 0, 0", // touches the lower edge
        "10, 30, 14, 34, 0, 0", // below
        "30, 20, 34, 24, 0, 0", // to the right
        "30, 40, 34, 44, 0, 0", // both, whose two negative sides must not multiply to an area
        "12, 20, 12, 24, 0, 0" // without area
    })
    void intersection_and_iou(double x1, double y1, double x2, double y2, double intersection, double iou) {
        Box other = new Box(x1, y1, x2, y2);

        assertThat(SQUARE.intersection(other)).isEqualTo(intersection);
        assertThat(other.intersection(SQUARE)).isEqualTo(intersection);
        assertThat(SQUARE.iou(other)).isEqualTo(iou);
        assertThat(other.iou(SQUARE)).isEqualTo(iou);
        assertThat(Box.iou(intersection, 16, other.area())).isEqualTo(iou);
    }

    @Test
    void boxes_without_area_have_no_iou_even_with_themselves() {
        Box point = new Box(5, 5, 5, 5);
        assertThat(point.iou(point)).isZero();
        assertThat(Box.iou(0, 0, 0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void an_edge_that_is_no_number_is_neither_finite_nor_an_area(int edge) {
        double[] edges = {10, 20, 14, 24};
        edges[edge] = Double.NaN;
        Box broken = new Box(edges[0], edges[1], edges[2], edges[3]);

        assertThat(broken.isFinite()).isFalse();
        assertThat(broken.hasArea()).isFalse();
        assertThat(broken.intersection(SQUARE)).isZero();
    }

    @Test
    void only_two_sides_above_0_make_an_area() {
        assertThat(SQUARE.hasArea()).isTrue();
        assertThat(SQUARE.isFinite()).isTrue();
        assertThat(new Box(1, 1, 1, 2).hasArea()).isFalse();
        assertThat(new Box(1, 1, 2, 1).hasArea()).isFalse();
        assertThat(new Box(2, 2, 1, 1).hasArea()).isFalse();
        assertThat(new Box(0, 0, Double.POSITIVE_INFINITY, 1).isFinite()).isFalse();
    }

    @Test
    void what_reaches_over_the_image_is_cut() {
        assertThat(new Box(-1, -2, 30, 40).clipped(20, 10)).isEqualTo(new Box(0, 0, 20, 10));
        assertThat(new Box(25, 3, 30, 4).clipped(20, 10)).isEqualTo(new Box(20, 3, 20, 4));
        assertThat(new Box(1, 2, 3, 4).clipped(20, 10)).isEqualTo(new Box(1, 2, 3, 4));
    }

    @Test
    void scaling_moving_and_mirroring_keep_the_order_of_the_edges() {
        assertThat(SQUARE.scaled(0.5)).isEqualTo(new Box(5, 10, 7, 12));
        assertThat(SQUARE.moved(1, -2)).isEqualTo(new Box(11, 18, 15, 22));
        assertThat(SQUARE.mirrored(100)).isEqualTo(new Box(86, 20, 90, 24));
        assertThat(SQUARE.mirroredVertically(100)).isEqualTo(new Box(10, 76, 14, 80));
    }
}
