package io.github.yolox4j.detection.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NmsTest {

    @Test
    void the_lower_score_of_two_overlapping_boxes_goes() {
        Detection low = new Detection(0, 0.5, 0, 0, 10, 10);
        Detection high = new Detection(0, 0.9, 1, 0, 11, 10);
        assertThat(Nms.keep(List.of(low, high), 0.65)).containsExactly(high);
    }

    @Test
    void boxes_of_different_classes_do_not_meet() {
        Detection cat = new Detection(0, 0.5, 0, 0, 10, 10);
        Detection dog = new Detection(7, 0.9, 0, 0, 10, 10);
        assertThat(Nms.keep(List.of(cat, dog), 0.65)).containsExactly(dog, cat);
    }

    @Test
    void an_overlap_of_exactly_the_threshold_does_not_suppress() {
        Detection whole = new Detection(0, 0.9, 0, 0, 10, 10);
        Detection half = new Detection(0, 0.8, 0, 0, 10, 5); // IoU 50 / 100
        assertThat(Nms.keep(List.of(whole, half), 0.5)).containsExactly(whole, half);
        assertThat(Nms.keep(List.of(whole, half), Math.nextDown(0.5))).containsExactly(whole);
    }

    @Test
    void a_suppressed_box_suppresses_nothing() {
        Detection first = new Detection(0, 0.9, 0, 0, 10, 10);
        Detection second = new Detection(0, 0.8, 4, 0, 14, 10); // IoU 6/14 with both others
        Detection third = new Detection(0, 0.7, 8, 0, 18, 10); // IoU 2/18 with the first
        assertThat(Nms.keep(List.of(third, second, first), 0.4)).containsExactly(first, third);
    }

    @Test
    void equal_scores_keep_their_order() {
        Detection left = new Detection(3, 0.5, 0, 0, 10, 10);
        Detection right = new Detection(3, 0.5, 1, 0, 11, 10);
        assertThat(Nms.keep(List.of(left, right), 0.5)).containsExactly(left);
        assertThat(Nms.keep(List.of(right, left), 0.5)).containsExactly(right);
    }

    @Test
    void boxes_without_area_stay() {
        Detection point = new Detection(0, 0.9, 5, 5, 5, 5);
        Detection samePoint = new Detection(0, 0.8, 5, 5, 5, 5);
        assertThat(Nms.keep(List.of(point, samePoint), 0)).hasSize(2);
    }

    @Test
    void at_a_threshold_of_1_nothing_goes() {
        Detection box = new Detection(0, 0.9, 0, 0, 10, 10);
        assertThat(Nms.keep(List.of(box, box), 1)).hasSize(2);
    }

    @Test
    void a_negative_class_is_refused() {
        assertThatThrownBy(() -> Nms.keep(List.of(new Detection(-1, 0.9, 0, 0, 10, 10)), 0.5))
                .hasMessageContaining("negative class")
                .hasMessageContaining("classId=-1");
    }

    @Test
    void nothing_in_nothing_out() {
        assertThat(Nms.keep(List.of(), 0.65)).isEmpty();
    }

    @Test
    void a_threshold_outside_0_to_1_is_refused() {
        assertThatThrownBy(() -> Nms.keep(List.of(), 65)).hasMessageContaining("[0, 1], got 65.0");
        assertThatThrownBy(() -> Nms.keep(List.of(), -0.1)).hasMessageContaining("[0, 1], got -0.1");
        assertThatThrownBy(() -> Nms.keep(List.of(), Double.NaN)).hasMessageContaining("NaN");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agrees_with_suppressing_one_class_at_a_time_on_a_full_matrix(long seed) {
        List<Detection> detections = random(seed, 300, 4);
        assertThat(Nms.keep(detections, 0.45)).isEqualTo(byMatrix(detections, 4, 0.45));
    }

    /** The textbook form: repeat per class {take the best left, strike out all that overlap it}. */
    private static List<Detection> byMatrix(List<Detection> detections, int classes, double threshold) {
        List<Detection> kept = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            int classId = c;
            List<Detection> left = new ArrayList<>(
                    detections.stream().filter(d -> d.classId() == classId).toList());
            while (!left.isEmpty()) {
                Detection best = left.stream()
                        .max((a, b) -> Double.compare(a.score(), b.score()))
                        .orElseThrow();
                kept.add(best);
                left.remove(best);
                left.removeIf(d -> iou(best, d) > threshold);
            }
        }
        kept.sort((a, b) -> Double.compare(b.score(), a.score()));
        return kept;
    }

    private static double iou(Detection a, Detection b) {
        double width = Math.min(a.x2(), b.x2()) - Math.max(a.x1(), b.x1());
        double height = Math.min(a.y2(), b.y2()) - Math.max(a.y1(), b.y1());
        double intersection = Math.max(0, width) * Math.max(0, height);
        return intersection / (a.box().area() + b.box().area() - intersection);
    }

    private static List<Detection> random(long seed, int count, int classes) {
        double[] u = new SplitMix64(seed).doubles(6 * count);
        List<Detection> detections = new ArrayList<>();
        for (int i = 0; i < u.length; i += 6) {
            double x = 100 * u[i + 2];
            double y = 100 * u[i + 3];
            detections.add(new Detection(
                    (int) (classes * u[i]), u[i + 1], x, y, x + 5 + 40 * u[i + 4], y + 5 + 40 * u[i + 5]));
        }
        return detections;
    }
}
