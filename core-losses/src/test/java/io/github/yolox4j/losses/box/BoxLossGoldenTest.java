package io.github.yolox4j.losses.box;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.losses.Rows;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.NpzArchive;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

class BoxLossGoldenTest {

    private static final double FLOAT_TOLERANCE = 1e-4;

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void value_and_gradient_match_the_reference(GoldenCase golden) throws IOException {
        check(golden, DataType.DOUBLE, golden.tolerance());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void value_and_gradient_match_the_reference_in_float(GoldenCase golden) throws IOException {
        check(golden, DataType.FLOAT, FLOAT_TOLERANCE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void the_policy_has_the_eps_of_the_reference(GoldenCase golden) {
        BoxPolicy policy = loss(golden).policy();
        double eps = golden.description().at("/params/eps").doubleValue();

        assertThat(List.of(
                        policy.union().eps(),
                        policy.hull().eps(),
                        policy.diagonal().eps()))
                .containsOnly(eps);
        assertThat(golden.description().at("/params/aspect_gate_iou").asDouble(BoxPolicy.NO_GATE))
                .isEqualTo(policy.aspectGate());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void boxes_given_by_corners_cost_the_same(GoldenCase golden) throws IOException {
        NpzArchive arrays = golden.arrays();
        BoxLoss loss = loss(golden);
        LossRun run = LossRun.of(
                (p, t) -> loss.of(BoxPairs.ofCorners(corners(p), corners(t), loss.policy())),
                Rows.of(arrays.array("pred")),
                Rows.of(arrays.array("target")),
                DataType.DOUBLE);

        Closeness.assertValues("loss", run.values(), arrays.array("loss").doubles(), golden.tolerance());
        Closeness.assertRows(run.gradient(), Rows.of(arrays.array("grad_pred")), golden.tolerance());
    }

    @Test
    void every_golden_case_of_the_family_is_covered() {
        assertThat(cases()).hasSize(60);
    }

    private static void check(GoldenCase golden, DataType type, double tolerance) throws IOException {
        NpzArchive arrays = golden.arrays();
        LossRun run =
                LossRun.of(loss(golden)::of, Rows.of(arrays.array("pred")), Rows.of(arrays.array("target")), type);

        Closeness.assertValues("loss", run.values(), arrays.array("loss").doubles(), tolerance);
        Closeness.assertRows(run.gradient(), Rows.of(arrays.array("grad_pred")), tolerance);
    }

    /** The part of {@code box/yolov5_ciou__near} before the first underscore names the implementation. */
    private static BoxLoss loss(GoldenCase golden) {
        String implementation = golden.name().substring("box/".length()).split("_")[0];
        String policy = implementation.equals("mmdet") ? "mmdetection" : implementation;
        return BoxLosses.parse(golden.description().get("loss").textValue() + ":" + policy);
    }

    static List<GoldenCase> cases() {
        return GoldenFolder.shipped("losses")
                .cases(golden -> golden.kind().equals("box_loss")
                        && BoxLosses.names()
                                .contains(golden.description().get("loss").textValue()));
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
