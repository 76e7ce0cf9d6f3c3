package io.github.yolox4j.train.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.train.eval.PrecisionRecall.Ranked;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrecisionRecallTest {

    private static final PrecisionRecall CURVE = new PrecisionRecall(
            List.of(new Ranked(0.9, true), new Ranked(0.8, false), new Ranked(0.7, false), new Ranked(0.6, true)), 2);

    @Test
    void a_point_holds_its_score_and_the_shares_of_hits_among_detections_and_objects() {
        assertThat(CURVE.size()).isEqualTo(4);
        assertThat(CURVE.score(1)).isEqualTo(0.8);
        assertThat(CURVE.precision(3)).isEqualTo(0.5);
        assertThat(CURVE.recall(2)).isEqualTo(0.5);
        assertThat(CURVE.recall(3)).isEqualTo(1);
    }

    @Test
    void f1_is_twice_the_hits_over_detections_and_objects() {
        assertThat(CURVE.f1(0.8)).isEqualTo(2 / 4.0);
        assertThat(CURVE.f1(0.6)).isEqualTo(4 / 6.0);
    }

    @Test
    void of_equal_f1_the_highest_score_is_best() {
        assertThat(CURVE.f1(0.9)).isEqualTo(CURVE.f1(0.6));
        assertThat(CURVE.bestConfidence()).isEqualTo(0.9);
    }

    @Test
    void precision_at_a_recall_is_the_best_from_there_on() {
        PrecisionRecall late =
                new PrecisionRecall(List.of(new Ranked(0.9, false), new Ranked(0.8, true), new Ranked(0.7, true)), 4);

        assertThat(late.precisionFrom(0)).isEqualTo(2 / 3.0);
        assertThat(late.precisionFrom(0.5)).isEqualTo(2 / 3.0); // reached exactly
        assertThat(late.precisionFrom(0.51)).isZero();
        assertThat(late.bestFrom()).containsExactly(2 / 3.0, 2 / 3.0, 2 / 3.0);
    }
}
