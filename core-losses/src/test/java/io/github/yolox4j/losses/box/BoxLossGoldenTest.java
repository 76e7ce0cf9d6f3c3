package io.github.yolox4j.losses.box;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.conformance.GoldenTest;
import io.github.yolox4j.losses.golden.BoxForm;
import io.github.yolox4j.losses.golden.LossKinds;
import io.github.yolox4j.losses.golden.LossPrecision;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BoxLossGoldenTest {

    private static final String KIND = "box_loss";

    @GoldenTest(shipped = "losses", kinds = KIND)
    void value_and_gradient_match_the_reference(GoldenCase golden) {
        LossKinds.all().run(golden).requirePassed();
    }

    @GoldenTest(shipped = "losses", kinds = KIND)
    @Tag("repeats")
    void value_and_gradient_match_the_reference_in_float(GoldenCase golden) {
        LossKinds.all(LossPrecision.FLOAT, BoxForm.CENTERS).run(golden).requirePassed();
    }

    @GoldenTest(shipped = "losses", kinds = KIND)
    @Tag("repeats")
    void boxes_given_by_corners_cost_the_same(GoldenCase golden) {
        LossKinds.all(LossPrecision.DOUBLE, BoxForm.CORNERS).run(golden).requirePassed();
    }

    @GoldenTest(shipped = "losses", kinds = "box_corner")
    void values_and_gradients_at_odd_boxes_are_finite(GoldenCase golden) {
        LossKinds.all().run(golden).requirePassed();
    }

    @Test
    void every_golden_case_of_a_box_loss_is_covered() {
        assertThat(GoldenFolder.shipped("losses").cases(golden -> golden.kind().equals(KIND)))
                .hasSize(180);
    }
}
