package io.github.yolox4j.train.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VocEvaluatorTest {

    private static final double EXACT = 1e-12;

    /** Seven images with 15 objects and 24 detections, the worked example of rafaelpadilla/Object-Detection-Metrics. */
    @Test
    void the_published_example_is_reproduced() throws IOException {
        Path folder = SharedData.folder("object_detection_metrics").resolve("sample_2");
        List<GroundTruthBox> objects = new ArrayList<>();
        List<ScoredBox> found = new ArrayList<>();
        for (int image = 1; image <= 7; image++) {
            String file = String.format("%05d.txt", image);
            for (double[] box : lines(folder.resolve("groundtruths").resolve(file))) {
                objects.add(object(image, box[0], box[1], box[2], box[3]));
            }
            for (double[] box : lines(folder.resolve("detections").resolve(file))) {
                found.add(new ScoredBox(image, 1, Box.ofSides(box[1], box[2], box[3], box[4]), box[0]));
            }
        }
        assertThat(objects).hasSize(15);
        assertThat(found).hasSize(24);

        VocMetrics metrics =
                new VocEvaluator(0.3, VocEvaluator.PixelEdges.INCLUSIVE).evaluate(List.of(1), objects, found);

        assertThat(metrics.meanAp(Interpolation.ELEVEN_POINTS)).isEqualTo(0.2684, within(5e-5));
        double exact = 1 / 15.0 + 1 / 15.0 * 2 / 3 + 4 / 15.0 * 3 / 7 + 1 / 15.0 * 7 / 23;
        assertThat(metrics.meanAp(Interpolation.EVERY_POINT)).isEqualTo(exact, within(EXACT));
        assertThat(exact).isEqualTo(0.2456, within(1e-4)); // printed as 24.56 %
        assertThat(areaOfCutNumbers(metrics.curves().get(1))).isEqualTo(0.24560955, within(EXACT));
    }

    /**
     * The area as the example's text adds it up, every recall and precision cut to four decimals first; its 0.24560955
     * is that sum.
     */
    private static double areaOfCutNumbers(PrecisionRecall curve) {
        double[] best = curve.bestFrom();
        double area = 0;
        double from = 0;
        int last = curve.size() - 1;
        for (int i = 0; i < curve.size() && curve.recall(i) <= curve.recall(last); i++) {
            boolean isLastOfItsHeight = i == last || best[i + 1] != best[i];
            if (isLastOfItsHeight && curve.recall(i) > from) {
                area += (cut(curve.recall(i)) - cut(from)) * cut(best[i]);
                from = curve.recall(i);
            }
        }
        return area;
    }

    private static double cut(double value) {
        return Math.floor(value * 1e4) / 1e4;
    }

    /**
     * 100 images of COCO with the detections that cocoapi publishes. The means were computed by a plain Python script
     * from the development kit's rules; they lie near COCO's own AP50 of 0.696973.
     */
    @Test
    void real_images_get_what_a_plain_script_computes() throws IOException {
        Path folder = SharedData.folder("cocoeval_fakebbox100");
        ObjectMapper json = new ObjectMapper();
        CocoJson given = new CocoJson(
                json.readTree(folder.resolve("ground_truth.json").toFile()),
                json.readTree(folder.resolve("detections.json").toFile()));

        VocMetrics metrics = VocEvaluator.DEFAULT.evaluate(given.categories(), given.objects(), given.detections());

        assertThat(metrics.meanAp(Interpolation.EVERY_POINT)).isEqualTo(0.6974111753960992, within(EXACT));
        assertThat(metrics.meanAp(Interpolation.ELEVEN_POINTS)).isEqualTo(0.6916793146220244, within(EXACT));
        Map<Integer, Double> perClass = metrics.perClassAp(Interpolation.EVERY_POINT);
        assertThat(perClass).hasSize(80);
        assertThat(perClass.values().stream().filter(ap -> ap == CocoMetrics.UNDEFINED))
                .as("classes without objects")
                .hasSize(10);
        assertThat(perClass.get(1)).isEqualTo(0.7922271973466004, within(EXACT));
        assertThat(perClass.get(62)).isEqualTo(0.9023123302193066, within(EXACT));
    }

    @Test
    void a_second_detection_of_an_object_is_a_miss() {
        VocMetrics metrics = evaluate(
                List.of(object(1, 0, 0, 10, 10), object(1, 50, 50, 10, 10)),
                detection(1, 0, 0, 10, 10, 0.9),
                detection(1, 0, 0, 10, 11, 0.8),
                detection(1, 50, 50, 10, 10, 0.7));

        PrecisionRecall curve = metrics.curves().get(1);
        assertThat(curve.size()).isEqualTo(3);
        assertThat(curve.precision(1)).isEqualTo(0.5);
        assertThat(curve.recall(2)).isEqualTo(1);
        assertThat(metrics.meanAp(Interpolation.EVERY_POINT)).isEqualTo(0.5 + 0.5 * 2 / 3, within(EXACT));
        assertThat(metrics.meanAp(Interpolation.ELEVEN_POINTS)).isEqualTo((6 + 5 * 2 / 3.0) / 11, within(EXACT));
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void a_crowd_or_a_difficult_object_and_what_finds_it_do_not_count(boolean crowd, boolean difficult) {
        GroundTruthBox excused = new GroundTruthBox(1, 1, Box.ofSides(0, 0, 10, 10), 100, crowd, difficult);

        VocMetrics metrics = evaluate(
                List.of(excused, object(1, 50, 50, 10, 10)),
                detection(1, 0, 0, 10, 10, 0.9),
                detection(1, 50, 50, 10, 10, 0.8));

        assertThat(metrics.curves().get(1).objects()).isEqualTo(1);
        assertThat(metrics.curves().get(1).size()).isEqualTo(1);
        assertThat(metrics.meanAp(Interpolation.EVERY_POINT)).isEqualTo(1);
    }

    @Test
    void of_objects_in_the_same_place_a_detection_looks_at_the_first() {
        GroundTruthBox difficult = new GroundTruthBox(1, 1, Box.ofSides(0, 0, 10, 10), 100, false, true);
        GroundTruthBox ordinary = object(1, 0, 0, 10, 10);
        ScoredBox found = detection(1, 0, 0, 10, 10, 0.9);

        assertThat(evaluate(List.of(ordinary, difficult), found).curves().get(1).size())
                .isEqualTo(1);
        assertThat(evaluate(List.of(difficult, ordinary), found).curves().get(1).size())
                .isZero();
    }

    @Test
    void a_pixel_more_on_every_side_makes_a_touching_box_overlap() {
        List<GroundTruthBox> objects = List.of(object(1, 0, 0, 1, 1));
        ScoredBox beside = detection(1, 0, 1, 1, 1, 0.9); // 2 x 2 pixels each, one row shared

        assertThat(new VocEvaluator(1 / 3.0, VocEvaluator.PixelEdges.INCLUSIVE)
                        .evaluate(List.of(1), objects, List.of(beside))
                        .meanAp(Interpolation.EVERY_POINT))
                .isEqualTo(1);
        assertThat(new VocEvaluator(0.01, VocEvaluator.PixelEdges.CONTINUOUS)
                        .evaluate(List.of(1), objects, List.of(beside))
                        .meanAp(Interpolation.EVERY_POINT))
                .isZero();
    }

    @Test
    void f1_is_that_of_the_detections_at_or_above_the_confidence() {
        VocMetrics metrics = evaluate(
                List.of(object(1, 0, 0, 10, 10), object(2, 0, 0, 10, 10)),
                detection(1, 0, 0, 10, 10, 0.9),
                detection(3, 0, 0, 10, 10, 0.5));

        PrecisionRecall curve = metrics.curves().get(1);
        assertThat(curve.f1(0.9)).isEqualTo(2.0 / 3, within(EXACT)); // precision 1, recall 1/2
        assertThat(curve.f1(0.5)).isEqualTo(0.5, within(EXACT)); // both 1/2
        assertThat(curve.f1(0.95)).isZero();
        assertThat(curve.bestConfidence()).isEqualTo(0.9);
        assertThat(metrics.bestConfidence()).isGreaterThan(0.5).isLessThanOrEqualTo(0.9);
    }

    @Test
    void the_best_confidence_is_the_lowest_thousandth_at_which_the_mean_f1_is_highest() {
        List<GroundTruthBox> objects = List.of(object(1, 0, 0, 10, 10));
        ScoredBox hit = detection(1, 0, 0, 10, 10, 1);

        assertThat(evaluate(objects, hit).bestConfidence()).isZero();
        assertThat(evaluate(objects, hit, detection(1, 50, 50, 10, 10, 0.4)).bestConfidence())
                .isEqualTo(0.401);
        assertThat(evaluate(objects, hit, detection(1, 50, 50, 10, 10, 0.9995)).bestConfidence())
                .isEqualTo(1);
    }

    @Test
    void every_category_has_its_average_precision() {
        VocMetrics metrics = VocEvaluator.DEFAULT.evaluate(
                List.of(1, 2), List.of(object(1, 0, 0, 10, 10)), List.of(detection(1, 0, 0, 10, 10, 0.9)));

        assertThat(metrics.perClassAp(Interpolation.EVERY_POINT))
                .containsExactly(Map.entry(1, 1.0), Map.entry(2, CocoMetrics.UNDEFINED));
    }

    @Test
    void nothing_to_find_is_undefined_and_an_unknown_category_is_named() {
        assertThat(evaluate(List.of(), detection(1, 0, 0, 1, 1, 0.5)).meanAp(Interpolation.EVERY_POINT))
                .isEqualTo(CocoMetrics.UNDEFINED);
        assertThatThrownBy(() ->
                        VocEvaluator.DEFAULT.evaluate(List.of(2), List.of(), List.of(detection(1, 0, 0, 1, 1, 0.5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("category 1 is none of [2]");
        assertThatThrownBy(() -> VocEvaluator.DEFAULT.evaluate(List.of(2), List.of(object(1, 0, 0, 1, 1)), List.of()))
                .hasMessageContaining("category 1 is none of [2]");
    }

    private static VocMetrics evaluate(List<GroundTruthBox> objects, ScoredBox... found) {
        return VocEvaluator.DEFAULT.evaluate(List.of(1), objects, List.of(found));
    }

    private static GroundTruthBox object(long image, double x, double y, double width, double height) {
        return new GroundTruthBox(image, 1, Box.ofSides(x, y, width, height), width * height, false);
    }

    private static ScoredBox detection(long image, double x, double y, double width, double height, double score) {
        return new ScoredBox(image, 1, Box.ofSides(x, y, width, height), score);
    }

    /** The numbers of each line, after the class. */
    private static List<double[]> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .map(line -> Stream.of(line.trim().split(" +"))
                        .skip(1)
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
    }
}
