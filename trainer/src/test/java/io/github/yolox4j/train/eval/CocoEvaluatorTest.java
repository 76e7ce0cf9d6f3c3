package io.github.yolox4j.train.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.testkit.SplitMix64;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CocoEvaluatorTest {

    private static final double EXACT = 1e-12;

    @Test
    void finding_every_object_exactly_scores_1() {
        List<GroundTruthBox> objects = List.of(object(1, 3, 10, 10, 20, 20), object(2, 3, 5, 5, 50, 50));
        CocoMetrics found = new CocoEvaluator(List.of(1L, 2L), List.of(3), objects)
                .evaluate(List.of(detection(1, 3, 10, 10, 20, 20, 0.9), detection(2, 3, 5, 5, 50, 50, 0.1)));
        assertThat(found.ap()).isEqualTo(1, within(EXACT));
        assertThat(found.of(CocoMetrics.Metric.AP_SMALL)).isEqualTo(1, within(EXACT));
        assertThat(found.of(CocoMetrics.Metric.AP_MEDIUM)).isEqualTo(1, within(EXACT));
        assertThat(found.of(CocoMetrics.Metric.AP_LARGE)).isEqualTo(CocoMetrics.UNDEFINED);
        assertThat(found.of(CocoMetrics.Metric.AR_LARGE)).isEqualTo(CocoMetrics.UNDEFINED);
        assertThat(found.of(CocoMetrics.Metric.AR1)).isEqualTo(1, within(EXACT));
    }

    @Test
    void a_false_detection_of_higher_score_halves_the_precision() {
        CocoMetrics found = one(
                List.of(object(1, 1, 0, 0, 10, 10)),
                List.of(detection(1, 1, 50, 50, 10, 10, 0.9), detection(1, 1, 0, 0, 10, 10, 0.8)));
        assertThat(found.ap()).isEqualTo(0.5, within(EXACT));
        assertThat(found.of(CocoMetrics.Metric.AR1)).isZero();
        assertThat(found.of(CocoMetrics.Metric.AR10)).isEqualTo(1, within(EXACT));
    }

    @Test
    void of_two_detections_of_one_object_the_second_is_false() {
        List<GroundTruthBox> objects = List.of(object(1, 1, 0, 0, 10, 10), object(1, 1, 50, 50, 10, 10));
        CocoMetrics found = one(
                objects,
                List.of(
                        detection(1, 1, 0, 0, 10, 10, 0.9),
                        detection(1, 1, 0, 0, 10, 10, 0.8),
                        detection(1, 1, 50, 50, 10, 10, 0.7)));
        // Precision 1 up to recall 0.5 (51 of the 101 grid points), 2/3 beyond.
        assertThat(found.ap50()).isEqualTo((51 + 50 * 2 / 3.0) / 101, within(EXACT));
    }

    @Test
    void a_detection_takes_the_object_it_overlaps_most_and_leaves_the_other_to_the_next() {
        List<GroundTruthBox> objects = List.of(object(1, 1, 0, 0, 10, 10), object(1, 1, 2, 0, 10, 10));
        CocoMetrics found = one(
                objects,
                List.of(
                        detection(1, 1, 2, 0, 10, 10, 0.9), // IoU 80 / 120 with the first, 1 with the second
                        detection(1, 1, 0, 0, 10, 8.2, 0.8))); // IoU 0.82 with the first, 65.6 / 116.4 with the second
        // Up to a threshold of 0.80 both hit; at 0.85, 0.90 and 0.95 the surer alone, up to recall 0.5.
        assertThat(found.ap()).isEqualTo((7 + 3 * 51 / 101.0) / 10, within(EXACT));
    }

    @Test
    void a_crowd_swallows_any_number_of_detections_inside_it() {
        GroundTruthBox crowd = new GroundTruthBox(1, 1, Box.ofSides(100, 100, 100, 100), 10_000, true);
        List<ScoredBox> detections = List.of(
                detection(1, 1, 110, 110, 20, 20, 0.9), // IoU with the crowd is 1: only its own area counts
                detection(1, 1, 150, 150, 20, 20, 0.8),
                detection(1, 1, 0, 0, 10, 10, 0.7));
        CocoMetrics found = one(List.of(crowd, object(1, 1, 0, 0, 10, 10)), detections);
        assertThat(found.ap()).isEqualTo(1, within(EXACT));
        assertThat(one(List.of(crowd), detections).ap()).isEqualTo(CocoMetrics.UNDEFINED);
    }

    @Test
    void the_area_range_is_that_of_the_annotation() {
        GroundTruthBox thin = new GroundTruthBox(1, 1, Box.ofSides(0, 0, 100, 100), 500, false); // mask of 500 pixels
        CocoMetrics found = one(List.of(thin), List.of(detection(1, 1, 0, 0, 100, 100, 0.9)));
        assertThat(found.of(CocoMetrics.Metric.AP_SMALL)).isEqualTo(1, within(EXACT));
        assertThat(found.of(CocoMetrics.Metric.AP_LARGE)).isEqualTo(CocoMetrics.UNDEFINED);
    }

    @Test
    void a_category_without_objects_is_left_out_of_the_mean() {
        CocoMetrics found = new CocoEvaluator(List.of(1L), List.of(1, 2), List.of(object(1, 1, 0, 0, 10, 10)))
                .evaluate(List.of(detection(1, 1, 0, 0, 10, 10, 0.9), detection(1, 2, 0, 0, 10, 10, 0.9)));
        assertThat(found.ap()).isEqualTo(1, within(EXACT));
        assertThat(found.perClassAp()).containsEntry(2, CocoMetrics.UNDEFINED);
        assertThat(found.perClassAp().get(1)).isEqualTo(1, within(EXACT));
    }

    @Test
    void no_detections_score_0_and_no_objects_are_undefined() {
        assertThat(one(List.of(object(1, 1, 0, 0, 10, 10)), List.of()).byName())
                .containsEntry("AP", 0.0)
                .containsEntry("AR100", 0.0)
                .containsEntry("APlarge", CocoMetrics.UNDEFINED);
        assertThat(one(List.of(), List.of()).byName().values()).containsOnly(CocoMetrics.UNDEFINED);
    }

    @Test
    void equal_scores_count_in_the_order_of_image_ids_then_of_the_list() {
        List<GroundTruthBox> objects = List.of(object(7, 1, 0, 0, 10, 10));
        ScoredBox hit = detection(7, 1, 0, 0, 10, 10, 0.5);
        CocoEvaluator evaluator = new CocoEvaluator(List.of(9L, 7L, 2L), List.of(1), objects);
        ScoredBox later = detection(9, 1, 0, 0, 10, 10, 0.5);
        ScoredBox earlier = detection(2, 1, 0, 0, 10, 10, 0.5);
        ScoredBox beside = detection(7, 1, 70, 70, 10, 10, 0.5);
        assertThat(evaluator.evaluate(List.of(later, hit)).ap()).isEqualTo(1, within(EXACT));
        assertThat(evaluator.evaluate(List.of(hit, earlier)).ap()).isEqualTo(0.5, within(EXACT));
        assertThat(evaluator.evaluate(List.of(hit, beside)).ap()).isEqualTo(1, within(EXACT));
        assertThat(evaluator.evaluate(List.of(beside, hit)).ap()).isEqualTo(0.5, within(EXACT));
    }

    @Test
    void only_the_best_hundred_of_an_image_and_category_count() {
        List<ScoredBox> detections = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            detections.add(detection(1, 1, 50, 50, 10, 10, 0.9));
        }
        detections.add(detection(1, 1, 0, 0, 10, 10, 0.1));
        assertThat(one(List.of(object(1, 1, 0, 0, 10, 10)), detections).of(CocoMetrics.Metric.AR100))
                .isZero();
        assertThat(one(List.of(object(1, 1, 0, 0, 10, 10)), detections.subList(1, 101))
                        .of(CocoMetrics.Metric.AR100))
                .isEqualTo(1, within(EXACT));
    }

    @Test
    void boxes_of_unknown_images_and_categories_are_refused() {
        CocoEvaluator evaluator = new CocoEvaluator(List.of(1L), List.of(1), List.of());
        assertThatThrownBy(() -> evaluator.evaluate(List.of(detection(5, 1, 0, 0, 1, 1, 0.5))))
                .hasMessageContaining("image 5 is none of the 1 evaluated images");
        assertThatThrownBy(() -> evaluator.evaluate(List.of(detection(1, 80, 0, 0, 1, 1, 0.5))))
                .hasMessageContaining("category 80 is none of [1]");
        assertThatThrownBy(() -> one(List.of(object(5, 1, 0, 0, 1, 1)), List.of()))
                .hasMessageContaining("image 5 is none of the 1 evaluated images");
        assertThatThrownBy(() -> one(List.of(object(1, 80, 0, 0, 1, 1)), List.of()))
                .hasMessageContaining("category 80 is none of [1]");
        assertThatThrownBy(() -> detection(4, 1, 0, 0, -1, 1, 0.5)).hasMessageContaining("image 4: a box needs");
        assertThatThrownBy(() -> detection(4, 1, 0, 0, 1, -1, 0.5)).hasMessageContaining("got (0.0, 0.0, 1.0, -1.0)");
        assertThatThrownBy(() -> detection(4, 1, 0, 0, 1, 1, Double.NaN)).hasMessageContaining("got NaN");
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, 0, 1, 1",
        "Infinity, 0, 1, 1",
        "0, -Infinity, 1, 1",
        "0, 0, Infinity, 1",
        "0, 0, 1, Infinity",
        "0, 0, NaN, 1"
    })
    void a_box_that_is_not_finite_is_refused(double x, double y, double width, double height) {
        String numbers = "got " + Box.ofSides(x, y, width, height);
        assertThatThrownBy(() -> detection(4, 1, x, y, width, height, 0.5)).hasMessageContaining(numbers);
        assertThatThrownBy(() -> new GroundTruthBox(4, 1, Box.ofSides(x, y, width, height), 1, false))
                .hasMessageContaining(numbers);
    }

    @Test
    void a_box_without_sides_is_one_that_nothing_overlaps() {
        assertThat(one(List.of(object(1, 1, 5, 5, 0, 0)), List.of(detection(1, 1, 5, 5, 0, 0, 0.5)))
                        .ap())
                .isZero();
    }

    @Test
    void the_table_shows_names_and_leaves_undefined_numbers_open() {
        CocoMetrics metrics = new CocoEvaluator(List.of(1L), List.of(1, 2), List.of(object(1, 1, 0, 0, 10, 10)))
                .evaluate(List.of(detection(1, 1, 0, 0, 10, 10, 0.9)));
        assertThat(metrics.table(Map.of(1, "platelets")))
                .isEqualTo(
                        """
                                      IoU  all     small   medium  large
                        precision  0.50:0.95  1.0000  1.0000  -       -
                        precision  0.50       1.0000
                        precision  0.75       1.0000
                        recall     0.50:0.95  1.0000  1.0000  -       -
                           best 10 per image  1.0000
                           best 1 per image   1.0000
                        precision of platelets  1.0000
                        precision of 2          -
                        """);
        assertThat(metrics).hasToString(metrics.table(Map.of()));
    }

    @Tag("repeats")
    @Test
    void five_thousand_images_take_seconds() {
        int images = 5_000;
        double[] u = new SplitMix64(5).doubles(images * 50 * 6);
        List<GroundTruthBox> objects = new ArrayList<>();
        List<ScoredBox> detections = new ArrayList<>();
        for (int i = 0; i < images * 50; i++) {
            int at = 6 * i;
            int category = (int) (80 * u[at]);
            double x = 500 * u[at + 1];
            double y = 400 * u[at + 2];
            double side = 5 + 150 * u[at + 3];
            if (i % 7 == 0) {
                objects.add(object(i / 50, category, x, y, side, side));
                detections.add(detection(i / 50, category, x + 9 * u[at + 5], y, side, side, u[at + 4]));
            } else {
                detections.add(detection(i / 50, category, x, y, side, side, u[at + 4]));
            }
        }
        CocoEvaluator evaluator = new CocoEvaluator(
                LongStream.range(0, images).boxed().toList(),
                IntStream.range(0, 80).boxed().toList(),
                objects);
        CocoMetrics found = Assertions.assertTimeout(Duration.ofSeconds(30), () -> evaluator.evaluate(detections));
        assertThat(found.ap()).isBetween(0.05, 0.9);

        Collections.reverse(detections); // no two scores are equal, so that the order says nothing
        assertThat(evaluator.evaluate(detections)).isEqualTo(found);
    }

    private static CocoMetrics one(List<GroundTruthBox> objects, List<ScoredBox> detections) {
        return new CocoEvaluator(List.of(1L), List.of(1), objects).evaluate(detections);
    }

    private static GroundTruthBox object(long image, int category, double x, double y, double w, double h) {
        return new GroundTruthBox(image, category, Box.ofSides(x, y, w, h), w * h, false);
    }

    private static ScoredBox detection(long image, int category, double x, double y, double w, double h, double score) {
        return new ScoredBox(image, category, Box.ofSides(x, y, w, h), score);
    }
}
