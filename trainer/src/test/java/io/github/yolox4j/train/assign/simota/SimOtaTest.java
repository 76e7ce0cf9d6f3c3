package io.github.yolox4j.train.assign.simota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.testkit.SplitMix64;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.Predictions;
import io.github.yolox4j.train.assign.TargetObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimOtaTest {

    private static final AnchorGrid GRID = new AnchorGrid(64, 64);
    private static final int CLASSES = 2;

    @Test
    void an_image_without_objects_is_all_background() {
        Assignment none = SimOta.DEFAULT.assign(uncertain(), List.of());
        assertThat(none.positives()).isZero();
        assertThat(none.foreground()).isEmpty();
        assertThat(none.object(0)).isEqualTo(Assignment.BACKGROUND);
    }

    @Test
    void objects_outside_the_input_have_no_anchors() {
        TargetObject outside = new TargetObject(0, -60, 20, 10, 10);
        assertThat(SimOta.DEFAULT.assign(uncertain(), List.of(outside)).positives())
                .isZero();
    }

    @Test
    void an_object_that_no_box_overlaps_still_takes_one_anchor() {
        // All predicted boxes have no size, so every IoU is 0; the first of equally cheap anchors wins.
        Assignment one = SimOta.DEFAULT.assign(uncertain(), List.of(new TargetObject(1, 20, 20, 10, 10)));
        assertThat(one.foreground()).containsExactly(1 * 8 + 1); // strictly within 12 pixels of 20: columns 1, 2, 3
        assertThat(one.iou(9)).isZero();
    }

    @Test
    void an_anchor_on_the_rim_of_the_square_is_not_near() {
        double[] boxes = new double[4 * GRID.size()];
        for (int i = 0; i < GRID.size(); i++) {
            set(boxes, i, 16, 16, 10, 10);
        }
        TargetObject object = new TargetObject(0, 16, 16, 10, 10);
        Assignment all = SimOta.DEFAULT.assign(with(boxes), List.of(object));
        // Around 16, strictly within 12 pixels: 12, 20 of 4, 12, 20, 28; within 24: 8, 24 of 8, 24, 40; within 48: 16,
        // 48.
        assertThat(Arrays.stream(all.foreground()).filter(i -> i < 64)).containsExactly(9, 10, 17, 18);
        assertThat(Arrays.stream(all.foreground()).filter(i -> i >= 64 && i < 80))
                .containsExactly(64, 65, 68, 69);
        assertThat(Arrays.stream(all.foreground()).filter(i -> i >= 80)).isSubsetOf(80, 81, 82, 83);
        assertThat(all.positives()).isEqualTo(10); // of 12 candidates, each of IoU 1
    }

    @Test
    void the_number_of_anchors_is_the_truncated_sum_of_the_best_overlaps() {
        double[] boxes = new double[4 * GRID.size()];
        for (int i : new int[] {9, 10, 11, 17, 18}) {
            set(boxes, i, 20, 20, 10, 5); // IoU 1/2 each: 2.5 in all
        }
        Assignment two = SimOta.DEFAULT.assign(with(boxes), List.of(new TargetObject(1, 20, 20, 10, 10)));
        assertThat(two.foreground()).containsExactly(9, 10);
        assertThat(two.iou(9)).isEqualTo(0.5, within(1e-15));
    }

    @Test
    void a_contested_anchor_goes_to_the_cheaper_object() {
        double[] boxes = new double[4 * GRID.size()];
        set(boxes, 9, 12, 12, 10, 10);
        TargetObject loose = new TargetObject(0, 13, 13, 14, 14);
        TargetObject tight = new TargetObject(0, 12, 12, 10, 10);
        Assignment found = SimOta.DEFAULT.assign(with(boxes), List.of(loose, tight));
        assertThat(found.object(9)).isEqualTo(1);
        assertThat(found.iou(9)).isEqualTo(1, within(1e-15));
    }

    @Test
    void of_two_identical_objects_the_first_keeps_the_anchor() {
        TargetObject object = new TargetObject(0, 20, 20, 10, 10);
        Assignment found = SimOta.DEFAULT.assign(uncertain(), List.of(object, object));
        assertThat(found.foreground()).containsExactly(9);
        assertThat(found.object(9)).isZero();
    }

    @Test
    void where_near_anchors_do_not_suffice_the_cheapest_far_ones_are_taken() {
        double[] boxes = new double[4 * GRID.size()];
        for (int i = 0; i < GRID.size(); i++) {
            set(boxes, i, -20, 32, 60, 64);
        }
        TargetObject atTheRim = new TargetObject(0, -20, 32, 60, 64); // IoU 1 with every box, so it takes 10 anchors
        TargetObject inside = new TargetObject(0, 16, 16, 1, 1); // IoU 0: it takes 1, the first of equally cheap ones
        Assignment found = SimOta.DEFAULT.assign(with(boxes), List.of(atTheRim, inside));
        // Within 48 of -20 in x and of 32 in y, of stride 32: 80 and 82. Near the other object: 9, 10, 17, 18, 64, 65,
        // 68, 69 and 80 to 83.
        assertThat(found.object(80)).isZero();
        assertThat(found.object(82)).isZero();
        assertThat(found.object(9)).isEqualTo(1);
        assertThat(found.foreground()).containsExactly(9, 10, 17, 18, 64, 65, 68, 69, 80, 82);
    }

    @Test
    void a_far_anchor_is_preferred_once_near_ones_cost_more_than_the_penalty() {
        double[] boxes = new double[4 * GRID.size()];
        for (int i = 0; i < GRID.size(); i++) {
            set(boxes, i, 1000, 1000, 10, 10); // overlaps nothing
        }
        TargetObject left = new TargetObject(0, 12, 12, 10, 10);
        TargetObject right = new TargetObject(0, 52, 52, 10, 10);
        int nearRightAlone = 6 * 8 + 6;
        set(boxes, nearRightAlone, 12, 12, 10, 10); // yet it predicts the object on the left
        double noOverlap = -3 * Math.log(1e-8); // 55.3 more than IoU 1

        for (double penalty : new double[] {noOverlap - 0.5, noOverlap - 2.5, 1}) {
            SimOta rules = new SimOta(1.5, 10, 3, penalty);
            assertThat(rules.assign(with(boxes), List.of(left, right)).object(nearRightAlone))
                    .as("penalty %s", penalty)
                    .isZero();
        }
        assertThat(new SimOta(1.5, 10, 3, noOverlap + 0.5)
                        .assign(with(boxes), List.of(left, right))
                        .object(nearRightAlone))
                .isNotZero();
    }

    @Test
    void where_overlap_does_not_count_a_far_anchor_is_preferred_for_its_class() {
        double[] objectness = new double[GRID.size()];
        double[] classLogits = new double[CLASSES * GRID.size()];
        int nearRightAlone = 6 * 8 + 6;
        objectness[nearRightAlone] = 100;
        classLogits[CLASSES * nearRightAlone] = 100; // certain to be of class 0, and not of class 1
        classLogits[CLASSES * nearRightAlone + 1] = -100;
        Predictions predictions = new Predictions(GRID, CLASSES, new double[4 * GRID.size()], objectness, classLogits);
        TargetObject left = new TargetObject(0, 12, 12, 10, 10);
        TargetObject right = new TargetObject(1, 52, 52, 10, 10);

        // Near the object on the left, p = 1/2 for both classes: 2 ln 2 = 1.386.
        assertThat(new SimOta(1.5, 10, 0, 1)
                        .assign(predictions, List.of(left, right))
                        .object(nearRightAlone))
                .isZero();
        assertThat(new SimOta(1.5, 10, 0, 1.5)
                        .assign(predictions, List.of(left, right))
                        .object(nearRightAlone))
                .isNotZero();
    }

    @Test
    void saturated_logits_cost_no_more_than_a_hundred_each() {
        double[] objectness = new double[GRID.size()];
        Arrays.fill(objectness, 1000);
        double[] classLogits = new double[CLASSES * GRID.size()];
        Arrays.fill(classLogits, -1000);
        Predictions wrong = new Predictions(GRID, CLASSES, new double[4 * GRID.size()], objectness, classLogits);
        TargetObject object = new TargetObject(0, 20, 20, 10, 10);
        Candidates candidates = Candidates.near(List.of(object), GRID, 1.5);
        double cost = new PairCost(SimOta.DEFAULT, wrong, candidates).of(object, 0);
        assertThat(cost).isEqualTo(100 - 3 * Math.log(1e-8), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 'centre (NaN, 0.0), sides 0.0 x 0.0'",
        "1, 'centre (0.0, NaN), sides 0.0 x 0.0'",
        "2, 'centre (0.0, 0.0), sides NaN x 0.0'",
        "3, 'centre (0.0, 0.0), sides 0.0 x NaN'"
    })
    void a_box_that_is_not_a_number_is_named(int number, String box) {
        double[] boxes = new double[4 * GRID.size()];
        boxes[4 * 9 + number] = Double.NaN;
        assertThatThrownBy(() -> SimOta.DEFAULT.assign(with(boxes), List.of(new TargetObject(0, 20, 20, 10, 10))))
                .hasMessageContaining("anchor 9 has a prediction that is NaN: " + box);
    }

    @Test
    void a_logit_that_is_not_a_number_is_named() {
        double[] logits = new double[CLASSES * GRID.size()];
        logits[CLASSES * 9 + 1] = Double.NaN;
        Predictions broken =
                new Predictions(GRID, CLASSES, new double[4 * GRID.size()], new double[GRID.size()], logits);
        assertThatThrownBy(() -> SimOta.DEFAULT.assign(broken, List.of(new TargetObject(0, 20, 20, 10, 10))))
                .hasMessageContaining("anchor 9 has a prediction that is NaN")
                .hasMessageContaining("objectness logit 0.0, class cost NaN");
    }

    @Test
    void an_object_is_given_by_its_centre_or_by_its_corners() {
        assertThat(TargetObject.of(1, new Box(10, 20, 40, 80))).isEqualTo(new TargetObject(1, 25, 50, 30, 60));
    }

    @Test
    void wrong_input_is_refused_with_its_value() {
        assertThatThrownBy(() -> SimOta.DEFAULT.assign(uncertain(), List.of(new TargetObject(2, 20, 20, 1, 1))))
                .hasMessageContaining("class 2 of 2 classes");
        assertThatThrownBy(() -> new TargetObject(0, 1, 1, 0, 1)).hasMessageContaining("sides 0.0 x 1.0");
        assertThatThrownBy(() -> new SimOta(Double.NaN, 10, 3, 1e6)).hasMessageContaining("centerRadius");
        assertThatThrownBy(() ->
                        new Predictions(GRID, 2, new double[3], new double[GRID.size()], new double[2 * GRID.size()]))
                .hasMessageContaining("need [84, 4] boxes")
                .hasMessageContaining("got 3, 84 and 168");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agrees_with_the_full_cost_matrix(long seed) {
        AnchorGrid grid = new AnchorGrid(96, 128);
        AnchorTable table = AnchorTable.of(grid);
        int classes = 5;
        double[] u = new SplitMix64(seed).doubles(grid.size() * (5 + classes) + 12 * 5);
        int at = 0;
        double[] boxes = new double[4 * grid.size()];
        double[] objectness = new double[grid.size()];
        double[] logits = new double[classes * grid.size()];
        for (int i = 0; i < grid.size(); i++) {
            set(
                    boxes,
                    i,
                    table.centerX(i) + 20 * u[at] - 10,
                    table.centerY(i) + 20 * u[at + 1] - 10,
                    5 + 50 * u[at + 2],
                    5 + 50 * u[at + 3]);
            objectness[i] = 6 * u[at + 4] - 3;
            at += 5;
        }
        for (int i = 0; i < logits.length; i++) {
            logits[i] = 6 * u[at++] - 3;
        }
        List<TargetObject> objects = new ArrayList<>();
        for (int g = 0; g < 12; g++, at += 5) { // some centres near the rim or outside, so that near anchors are few
            objects.add(new TargetObject(
                    (int) (classes * u[at]),
                    150 * u[at + 1] - 10,
                    110 * u[at + 2] - 5,
                    5 + 60 * u[at + 3],
                    5 + 60 * u[at + 4]));
        }

        Assignment found = SimOta.DEFAULT.assign(new Predictions(grid, classes, boxes, objectness, logits), objects);

        int[] expected = byMatrix(grid, classes, boxes, objectness, logits, objects);
        assertThat(IntStream.range(0, grid.size()).map(found::object).toArray()).containsExactly(expected);
    }

    /** The description taken literally: all anchors, all pairs, all classes. */
    private static int[] byMatrix(
            AnchorGrid grid,
            int classes,
            double[] boxes,
            double[] objectness,
            double[] logits,
            List<TargetObject> objects) {
        AnchorTable table = AnchorTable.of(grid);
        int[] candidates = IntStream.range(0, grid.size())
                .filter(i -> objects.stream().anyMatch(o -> near(table, i, o)))
                .toArray();
        int count = objects.size();
        double[][] iou = new double[count][candidates.length];
        double[][] cost = new double[count][candidates.length];
        for (int g = 0; g < count; g++) {
            TargetObject o = objects.get(g);
            for (int n = 0; n < candidates.length; n++) {
                int i = candidates[n];
                double w = Math.min(o.centerX() + o.width() / 2, boxes[4 * i] + boxes[4 * i + 2] / 2)
                        - Math.max(o.centerX() - o.width() / 2, boxes[4 * i] - boxes[4 * i + 2] / 2);
                double h = Math.min(o.centerY() + o.height() / 2, boxes[4 * i + 1] + boxes[4 * i + 3] / 2)
                        - Math.max(o.centerY() - o.height() / 2, boxes[4 * i + 1] - boxes[4 * i + 3] / 2);
                double both = Math.max(0, w) * Math.max(0, h);
                iou[g][n] = both / (o.width() * o.height() + boxes[4 * i + 2] * boxes[4 * i + 3] - both);
                for (int c = 0; c < classes; c++) {
                    double p = Math.sqrt(1 / (1 + Math.exp(-logits[classes * i + c])) / (1 + Math.exp(-objectness[i])));
                    cost[g][n] -= c == o.classId() ? Math.log(p) : Math.log1p(-p);
                }
                cost[g][n] += -3 * Math.log(iou[g][n] + 1e-8) + (near(table, i, o) ? 0 : 1e6);
            }
        }
        boolean[][] takes = new boolean[count][candidates.length];
        for (int g = 0; g < count; g++) {
            int k = Math.max(1, (int) Arrays.stream(iou[g])
                    .map(v -> -v)
                    .sorted()
                    .limit(10)
                    .map(v -> -v)
                    .sum());
            double[] row = cost[g];
            boolean[] taken = takes[g];
            IntStream.range(0, candidates.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(n -> row[n]))
                    .limit(k)
                    .forEach(n -> taken[n] = true);
        }
        int[] result = new int[grid.size()];
        Arrays.fill(result, -1);
        for (int n = 0; n < candidates.length; n++) {
            int column = n;
            int[] takers =
                    IntStream.range(0, count).filter(g -> takes[g][column]).toArray();
            if (takers.length == 1) {
                result[candidates[n]] = takers[0];
            } else if (takers.length > 1) {
                result[candidates[n]] = IntStream.range(0, count)
                        .boxed()
                        .min(Comparator.comparingDouble(g -> cost[g][column]))
                        .orElseThrow();
            }
        }
        return result;
    }

    private static boolean near(AnchorTable table, int i, TargetObject o) {
        return Math.abs(table.centerX(i) - o.centerX()) < 1.5 * table.stride(i)
                && Math.abs(table.centerY(i) - o.centerY()) < 1.5 * table.stride(i);
    }

    /** Logits of 0 and boxes without size everywhere. */
    private static Predictions uncertain() {
        return with(new double[4 * GRID.size()]);
    }

    private static Predictions with(double[] boxes) {
        return new Predictions(GRID, CLASSES, boxes, new double[GRID.size()], new double[CLASSES * GRID.size()]);
    }

    private static void set(double[] boxes, int anchor, double... box) {
        System.arraycopy(box, 0, boxes, 4 * anchor, 4);
    }
}
