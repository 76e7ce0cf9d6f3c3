package io.github.yolox4j.losses.box;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.conformance.GoldenTest;
import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.losses.Rows;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.NpzArchive;
import java.io.IOException;
import java.util.List;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

class BoxLossGoldenTest {

    private static final String KIND = "box_loss";
    private static final double FLOAT_TOLERANCE = 1e-4;

    @GoldenTest(shipped = "losses", kinds = KIND)
    void value_and_gradient_match_the_reference(GoldenCase golden) throws IOException {
        check(golden, DataType.DOUBLE, golden.tolerance());
    }

    @GoldenTest(shipped = "losses", kinds = KIND)
    @Tag("repeats")
    void value_and_gradient_match_the_reference_in_float(GoldenCase golden) throws IOException {
        check(golden, DataType.FLOAT, FLOAT_TOLERANCE);
    }

    @GoldenTest(shipped = "losses", kinds = KIND)
    void the_policy_has_the_eps_of_the_reference(GoldenCase golden) {
        GoldenBoxLoss reference = GoldenBoxLoss.of(golden);
        BoxPolicy policy = reference.loss().policy();

        for (double eps : reference.policyEps()) {
            assertThat(List.of(
                            policy.union().eps(),
                            policy.hull().eps(),
                            policy.diagonal().eps()))
                    .containsOnly(eps);
        }
        assertThat(policy.aspectWeight().gate().orElse(GoldenBoxLoss.NO_GATE)).isEqualTo(reference.aspectGate());
    }

    @GoldenTest(shipped = "losses", kinds = KIND)
    @Tag("repeats")
    void boxes_given_by_corners_cost_the_same(GoldenCase golden) throws IOException {
        GoldenBoxLoss reference = GoldenBoxLoss.of(golden);
        check(
                golden,
                DataType.DOUBLE,
                golden.tolerance(),
                (p, t) -> reference.of(BoxPairs.ofCorners(
                        corners(p), corners(t), reference.loss().policy())));
    }

    @Test
    void every_golden_case_of_a_box_loss_is_covered() {
        assertThat(GoldenFolder.shipped("losses").cases(golden -> golden.kind().equals(KIND)))
                .hasSize(180);
    }

    private static void check(GoldenCase golden, DataType type, double tolerance) throws IOException {
        GoldenBoxLoss reference = GoldenBoxLoss.of(golden);
        check(
                golden,
                type,
                tolerance,
                (p, t) -> reference.of(BoxPairs.ofCenters(p, t, reference.loss().policy())));
    }

    private static void check(GoldenCase golden, DataType type, double tolerance, BinaryOperator<SDVariable> loss)
            throws IOException {
        NpzArchive arrays = golden.arrays();
        LossRun run = LossRun.of(loss, Rows.of(arrays.array("pred")), Rows.of(arrays.array("target")), type);

        assertThatTensor(run.values())
                .as("loss")
                .isCloseTo(arrays.array("loss").doubles(), Closeness.ofNumbers(tolerance));
        assertThatTensor(run.gradient()).isCloseTo(Rows.of(arrays.array("grad_pred")), Closeness.ofRows(tolerance));
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
