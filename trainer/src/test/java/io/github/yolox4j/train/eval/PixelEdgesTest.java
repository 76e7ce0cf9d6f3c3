package io.github.yolox4j.train.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.box.Box;
import org.junit.jupiter.api.Test;

class PixelEdgesTest {

    @Test
    void a_counted_last_pixel_makes_both_boxes_and_their_overlap_one_larger() {
        Box found = Box.ofSides(0, 0, 2, 3);
        Box object = Box.ofSides(1, 1, 4, 5);

        // 1 x 2 shared of 2 x 3 and 4 x 5
        assertThat(VocEvaluator.PixelEdges.CONTINUOUS.iou(found, object)).isEqualTo(2 / 24.0);
        // 2 x 3 shared of 3 x 4 and 5 x 6
        assertThat(VocEvaluator.PixelEdges.INCLUSIVE.iou(found, object)).isEqualTo(6 / 36.0);
    }

    @Test
    void boxes_side_by_side_or_one_above_the_other_do_not_overlap() {
        Box object = Box.ofSides(10, 10, 4, 4);

        assertThat(VocEvaluator.PixelEdges.CONTINUOUS.iou(Box.ofSides(10, 20, 4, 4), object))
                .isZero();
        assertThat(VocEvaluator.PixelEdges.CONTINUOUS.iou(Box.ofSides(20, 10, 4, 4), object))
                .isZero();
        assertThat(VocEvaluator.PixelEdges.CONTINUOUS.iou(Box.ofSides(20, 20, 4, 4), object))
                .isZero();
    }
}
