package io.github.yolox4j.losses.box;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.conformance.GoldenTest;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.golden.LossKinds;
import io.github.yolox4j.losses.golden.LossPrecision;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

class BoxLossGoldenTest {

    private static final String KIND = "box_loss";

    @GoldenTest(shipped = "losses", kinds = KIND)
    void value_and_gradient_match_the_reference(GoldenCase golden) {
        LossKinds.all().run(golden).requirePassed();
    }

    @GoldenTest(shipped = "losses", kinds = KIND)
    @Tag("repeats")
    void value_and_gradient_match_the_reference_in_float(GoldenCase golden) {
        LossKinds.all(LossPrecision.FLOAT, LossKinds.BoxForm.CENTERS)
                .run(golden)
                .requirePassed();
    }

    @GoldenTest(shipped = "losses", kinds = KIND)
    @Tag("repeats")
    void boxes_given_by_corners_cost_the_same(GoldenCase golden) {
        LossKinds.all(
                        LossPrecision.DOUBLE,
                        (predicted, target, policy) -> BoxPairs.ofCorners(corners(predicted), corners(target), policy))
                .run(golden)
                .requirePassed();
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

    private static SDVariable corners(SDVariable centers) {
        SDVariable[] c = centers.getSameDiff().unstack(centers, 1, 4);
        return centers.getSameDiff()
                .stack(
                        1,
                        c[0].sub(c[2].mul(0.5)),
                        c[1].sub(c[3].mul(0.5)),
                        c[0].add(c[2].mul(0.5)),
                        c[1].add(c[3].mul(0.5)));
    }
}
