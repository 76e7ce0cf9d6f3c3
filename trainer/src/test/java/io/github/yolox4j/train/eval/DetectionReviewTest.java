package io.github.yolox4j.train.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.box.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DetectionReviewTest {

    private static final int CAT = 3;
    private static final int DOG = 7;
    private static final int BACKGROUND = 2;

    @Test
    void every_box_lands_in_one_cell() {
        DetectionReview review = review(
                List.of(object(1, CAT, 0), object(1, DOG, 100), object(1, DOG, 200)),
                detection(1, CAT, 0, 0.9), // right
                detection(1, CAT, 100, 0.8), // a dog taken for a cat
                detection(1, DOG, 300, 0.7), // nothing there
                detection(1, DOG, 200, 0.1)); // too unsure

        ConfusionMatrix matrix = review.confusion(List.of(CAT, DOG));

        assertThat(matrix.categoryIds()).containsExactly(CAT, DOG);
        assertThat(matrix.size()).isEqualTo(3);
        assertThat(matrix.background()).isEqualTo(BACKGROUND);
        assertThat(rows(matrix)).isEqualTo(List.of(List.of(1, 0, 0), List.of(1, 0, 1), List.of(0, 1, 0)));
        assertThatThrownBy(() -> review.confusion(List.of(CAT))).hasMessage("category 7 is none of [3]");
        ImageReview image = review.images().get(0);
        assertThat(image.missedCount()).isEqualTo(2);
        assertThat(image.falseCount()).isEqualTo(2);
    }

    @Test
    void the_nearest_pair_is_joined_first_whatever_the_scores_and_classes() {
        DetectionReview review =
                review(List.of(object(1, CAT, 0)), detection(1, CAT, 3, 0.95), detection(1, DOG, 0, 0.3));

        assertThat(rows(review.confusion(List.of(CAT, DOG))))
                .isEqualTo(List.of(List.of(0, 1, 0), List.of(0, 0, 0), List.of(1, 0, 0)));
    }

    @Test
    void what_overlaps_a_crowd_is_not_false_and_an_excused_object_is_not_missed() {
        GroundTruthBox crowd = new GroundTruthBox(1, CAT, Box.ofSides(0, 0, 10, 10), 100, true);
        GroundTruthBox difficult = new GroundTruthBox(1, CAT, Box.ofSides(50, 0, 10, 10), 100, false, true);

        DetectionReview review =
                review(List.of(crowd, difficult), detection(1, CAT, 0, 0.9), detection(1, CAT, 1, 0.8));

        assertThat(review.images().get(0).errors()).isZero();
        assertThat(review.images().get(0).pairs()).isEmpty();
    }

    @Test
    void a_crowd_or_an_excused_object_takes_a_detection_only_if_no_other_object_wants_it() {
        GroundTruthBox crowd = new GroundTruthBox(1, CAT, Box.ofSides(0, 0, 10, 10), 100, true);
        GroundTruthBox difficult = new GroundTruthBox(2, CAT, Box.ofSides(0, 0, 10, 10), 100, false, true);

        DetectionReview review = review(
                List.of(crowd, object(1, CAT, 2), difficult, object(2, CAT, 2)),
                detection(1, CAT, 0, 0.9),
                detection(2, CAT, 0, 0.9));

        assertThat(review.images().subList(0, 2)).allSatisfy(image -> {
            assertThat(image.missed()).isEmpty();
            assertThat(image.pairs()).singleElement().satisfies(pair -> assertThat(pair.object())
                    .isEqualTo(object(image.imageId(), CAT, 2)));
        });
    }

    @Test
    void of_equally_near_detections_the_surer_one_is_joined() {
        DetectionReview review =
                review(List.of(object(1, CAT, 0)), detection(1, CAT, -1, 0.5), detection(1, DOG, 1, 0.9));

        assertThat(review.images().get(0).unfounded()).containsExactly(detection(1, CAT, -1, 0.5));
    }

    @Test
    void a_pair_must_be_above_the_overlap_and_a_detection_at_or_above_the_confidence() {
        List<GroundTruthBox> objects = List.of(object(1, CAT, 0));
        ScoredBox half = new ScoredBox(1, CAT, Box.ofSides(0, 0, 10, 5), 0.25); // IoU 50 / 100
        List<Long> images = List.of(1L);

        assertThat(DetectionReview.of(images, objects, List.of(half), 0.25, 0.5)
                        .images()
                        .get(0)
                        .missed())
                .hasSize(1);
        assertThat(DetectionReview.of(images, objects, List.of(half), 0.25, Math.nextDown(0.5))
                        .images()
                        .get(0)
                        .pairs())
                .hasSize(1);
    }

    @Test
    void two_equal_annotations_are_two_objects() {
        DetectionReview review = review(List.of(object(1, CAT, 0), object(1, CAT, 0)), detection(1, CAT, 0, 0.9));

        assertThat(review.images().get(0).missed()).hasSize(1);
    }

    @Test
    void the_worst_images_come_first_and_faultless_ones_not_at_all() {
        DetectionReview review = review(
                List.of(object(1, CAT, 0), object(2, CAT, 0), object(2, CAT, 100), object(3, CAT, 0)),
                detection(1, CAT, 0, 0.9),
                detection(3, CAT, 0, 0.9),
                detection(3, CAT, 100, 0.9),
                detection(3, CAT, 200, 0.9),
                detection(4, CAT, 0, 0.9));

        assertThat(review.worst(10)).extracting(ImageReview::imageId).containsExactly(2L, 3L, 4L);
        assertThat(review.worst(1)).extracting(ImageReview::imageId).containsExactly(2L);
    }

    @Test
    void all_objects_and_detections_are_accounted_for() {
        Random random = new Random(5);
        List<GroundTruthBox> objects = new ArrayList<>();
        List<ScoredBox> found = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            objects.add(object(1 + random.nextInt(4), random.nextBoolean() ? CAT : DOG, random.nextInt(100)));
            found.add(detection(
                    1 + random.nextInt(4), random.nextBoolean() ? CAT : DOG, random.nextInt(100), random.nextDouble()));
        }
        long sure = found.stream().filter(d -> d.score() >= 0.25).count();

        ConfusionMatrix matrix =
                review(objects, found.toArray(ScoredBox[]::new)).confusion(List.of(CAT, DOG));

        int inRows = 0;
        int inColumns = 0;
        for (int i = 0; i < 3; i++) {
            inRows += matrix.count(CATS, i) + matrix.count(DOGS, i);
            inColumns += matrix.count(i, CATS) + matrix.count(i, DOGS);
        }
        assertThat(inRows).isEqualTo(300);
        assertThat(inColumns).isEqualTo((int) sure);
        assertThat(matrix.count(BACKGROUND, BACKGROUND)).isZero();
    }

    private static final int CATS = 0;
    private static final int DOGS = 1;

    private static List<List<Integer>> rows(ConfusionMatrix matrix) {
        List<List<Integer>> rows = new ArrayList<>();
        for (int row = 0; row < matrix.size(); row++) {
            List<Integer> counts = new ArrayList<>();
            for (int column = 0; column < matrix.size(); column++) {
                counts.add(matrix.count(row, column));
            }
            rows.add(counts);
        }
        return rows;
    }

    private static DetectionReview review(List<GroundTruthBox> objects, ScoredBox... found) {
        return DetectionReview.of(
                List.of(1L, 2L, 3L, 4L), objects, List.of(found), DetectionReview.CONFIDENCE, DetectionReview.IOU);
    }

    private static GroundTruthBox object(long image, int category, double x) {
        return new GroundTruthBox(image, category, Box.ofSides(x, 0, 10, 10), 100, false);
    }

    private static ScoredBox detection(long image, int category, double x, double score) {
        return new ScoredBox(image, category, Box.ofSides(x, 0, 10, 10), score);
    }
}
