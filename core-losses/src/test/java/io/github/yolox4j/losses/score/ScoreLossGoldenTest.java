package io.github.yolox4j.losses.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.conformance.GoldenTest;
import io.github.yolox4j.losses.golden.LossKinds;
import io.github.yolox4j.losses.golden.LossPrecision;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import org.junit.jupiter.api.Test;

class ScoreLossGoldenTest {

    @GoldenTest(
            shipped = "losses",
            kinds = {"score_loss", "score_loss_mean", "score_loss_sum", "dfl", "score_corner"})
    void value_and_gradient_match_the_reference(GoldenCase golden) {
        LossKinds.all().run(golden).requirePassed();
    }

    @GoldenTest(
            shipped = "losses",
            kinds = {"score_loss", "score_loss_mean", "score_loss_sum", "dfl"})
    void value_and_gradient_match_the_reference_in_float(GoldenCase golden) {
        LossKinds.all(LossPrecision.FLOAT, LossKinds.BoxForm.CENTERS)
                .run(golden)
                .requirePassed();
    }

    @Test
    void every_golden_case_of_scores_is_covered() {
        assertThat(GoldenFolder.shipped("losses").cases(golden -> golden.name().startsWith("score/")))
                .hasSize(15)
                .extracting(GoldenCase::kind)
                .containsOnly("score_loss", "score_loss_mean", "score_loss_sum", "dfl", "score_corner");
    }
}
