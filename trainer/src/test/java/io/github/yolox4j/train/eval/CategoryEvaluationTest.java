package io.github.yolox4j.train.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.box.Box;
import java.util.List;
import org.junit.jupiter.api.Test;

class CategoryEvaluationTest {

    @Test
    void a_detection_beyond_the_best_of_its_image_lowers_no_precision() {
        GroundTruthBox first = new GroundTruthBox(1, 1, Box.ofSides(0, 0, 10, 10), 100, false);
        GroundTruthBox second = new GroundTruthBox(2, 1, Box.ofSides(0, 0, 10, 10), 100, false);
        CategoryEvaluation category = new CategoryEvaluation(List.of(
                new ImageBoxes(
                        List.of(first),
                        List.of(
                                new ScoredBox(1, 1, Box.ofSides(0, 0, 10, 10), 0.9),
                                new ScoredBox(1, 1, Box.ofSides(50, 50, 10, 10), 0.8))),
                new ImageBoxes(List.of(second), List.of(new ScoredBox(2, 1, Box.ofSides(0, 0, 10, 10), 0.7)))));

        assertThat(category.score(new CategoryEvaluation.Rule(AreaRange.ALL, 1)).precision())
                .isEqualTo(1, within(1e-12));
        // Precision 1 up to recall 0.5 (51 of the 101 grid points), 2/3 beyond.
        assertThat(category.score(new CategoryEvaluation.Rule(AreaRange.ALL, 2)).precision())
                .isEqualTo((51 + 50 * 2 / 3.0) / 101, within(1e-12));
    }
}
