package io.github.yolox4j.losses;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.losses.box.IouFamily;
import io.github.yolox4j.losses.score.DistributionFocal;
import io.github.yolox4j.losses.score.Focal;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.transforms.custom.Zeta;

class LossEvaluationTest {

    private static final double TOLERANCE = 1e-9;

    @Test
    void ciou_of_plain_numbers_is_that_of_yolov5() throws IOException {
        NpzArchive golden = golden("box/yolov5_ciou__near");
        double[][] predicted = Rows.of(golden.array("pred"));
        double[][] target = Rows.of(golden.array("target"));
        LossEvaluation ciou = LossEvaluation.ofBoxes(IouFamily.CIOU::of, predicted.length);

        assertThatTensor(ciou.values(predicted, target))
                .as("loss")
                .isCloseTo(golden.array("loss").doubles(), Closeness.ofNumbers(TOLERANCE));
        assertThatTensor(ciou.gradient(predicted, target))
                .isCloseTo(Rows.of(golden.array("grad_pred")), Closeness.ofRows(TOLERANCE));
    }

    @Test
    void focal_of_plain_numbers_is_that_of_yolov5() throws IOException {
        NpzArchive golden = golden("score/yolov5_focal_g15");
        double[][] logits = Rows.of(golden.array("logits"));
        double[][] target = Rows.of(golden.array("target"));
        LossEvaluation focal = LossEvaluation.ofScores(Focal.YOLOV5::of, logits.length, logits[0].length);

        assertThatTensor(focal.values(logits, target))
                .as("loss")
                .isCloseTo(golden.array("loss").doubles(), Closeness.ofNumbers(TOLERANCE));
        assertThatTensor(focal.gradient(logits, target))
                .isCloseTo(Rows.of(golden.array("grad_logits")), Closeness.ofRows(TOLERANCE));
    }

    @Test
    void distributions_of_plain_numbers_are_those_of_mmdetection() throws IOException {
        NpzArchive golden = golden("score/mmdet_dfl");
        double[][] logits = Rows.of(golden.array("logits"));
        double[][] target = column(golden.array("target"));
        LossEvaluation dfl = LossEvaluation.ofDistributions(DistributionFocal.DEFAULT::of, logits.length, 17);

        assertThatTensor(dfl.values(logits, target))
                .as("loss")
                .isCloseTo(golden.array("loss").doubles(), Closeness.ofNumbers(TOLERANCE));
        assertThatTensor(dfl.gradient(logits, target))
                .isCloseTo(Rows.of(golden.array("grad_logits")), Closeness.ofRows(TOLERANCE));
    }

    @Test
    void one_evaluation_serves_many_numbers_in_any_order() {
        LossEvaluation iou = LossEvaluation.ofBoxes(IouFamily.IOU::of, 1);
        double[][] target = {{0, 0, 2, 2}};
        for (int i = 0; i < 50; i++) {
            double offset = 0.1 + i % 7 * 0.2; // overlap 2 (2 - offset), union 8 minus that
            double overlap = 2 * (2 - offset);
            double[][] predicted = {{offset, 0, 2, 2}};

            assertThatTensor(iou.values(predicted, target))
                    .as("loss")
                    .isCloseTo(new double[] {1 - overlap / (8 - overlap)}, Closeness.ofNumbers(1e-6));
            assertThat(iou.gradient(predicted, target)[0][0]).isPositive();
            predicted[0][0] = -offset;
            assertThat(iou.gradient(predicted, target)[0][0]).isNegative();
        }
    }

    @Test
    void values_are_in_c_order_whatever_order_the_loss_leaves() {
        LossEvaluation turned = LossEvaluation.ofScores((p, t) -> p.mul(t).permute(1, 0), 2, 3);

        assertThat(turned.values(new double[][] {{1, 2, 3}, {4, 5, 6}}, new double[][] {{1, 1, 1}, {1, 1, 1}}))
                .containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void a_distribution_s_targets_are_one_number_per_row() {
        LossEvaluation weighed = LossEvaluation.ofDistributions(
                (logits, targets) -> logits.sum(1).mul(targets), 2, 3);

        assertThat(weighed.values(new double[][] {{1, 2, 3}, {4, 5, 6}}, new double[][] {{2}, {3}}))
                .containsExactly(12, 45);
    }

    @Test
    void a_loss_is_told_the_shapes() {
        LossEvaluation.ofScores(
                (p, t) -> {
                    assertThat(p.placeholderShape()).containsExactly(2, 3);
                    assertThat(t.placeholderShape()).containsExactly(2, 3);
                    return p.sub(t);
                },
                2,
                3);
    }

    @Test
    void what_a_loss_adds_to_the_graph_and_does_not_use_has_no_part_in_the_gradient() {
        LossEvaluation difference = LossEvaluation.ofScores(
                (p, t) -> {
                    p.mul(100).sum();
                    return p.sub(t);
                },
                1,
                2);

        assertThat(difference.gradient(new double[1][2], new double[1][2])[0]).containsExactly(1, 1);
    }

    @Test
    void nothing_is_printed() {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            LossEvaluation.ofBoxes(IouFamily.IOU::of, 1).gradient(new double[1][4], new double[1][4]);
        } finally {
            System.setOut(console);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void the_standard_output_is_given_back() {
        PrintStream console = System.out;

        LossEvaluation.ofBoxes(IouFamily.IOU::of, 1);
        assertThat(System.out).isSameAs(console);

        BinaryOperator<SDVariable> withoutGradient = (p, t) -> new Zeta(p.getSameDiff(), p, t).outputVariable();
        assertThatThrownBy(() -> LossEvaluation.ofBoxes(withoutGradient, 1))
                .hasStackTraceContaining("Not yet implemented: zeta");
        assertThat(System.out).isSameAs(console);
    }

    @Test
    void other_shapes_than_announced_are_refused() {
        LossEvaluation iou = LossEvaluation.ofBoxes(IouFamily.IOU::of, 2);

        assertThatThrownBy(() -> iou.values(new double[3][4], new double[2][4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("predicted must have 2 rows, got 3");
        assertThatThrownBy(() -> iou.gradient(new double[2][4], new double[][] {new double[4], new double[5]}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("target must have 4 numbers in row 1, got 5");
        assertThatThrownBy(() -> LossEvaluation.ofBoxes(IouFamily.IOU::of, 0)).hasMessage("rows must be at least 1: 0");
        assertThatThrownBy(() -> LossEvaluation.ofScores(Focal.YOLOV5::of, 1, 0))
                .hasMessage("columns must be at least 1: 0");
        assertThatThrownBy(() -> LossEvaluation.ofDistributions(DistributionFocal.DEFAULT::of, 1, 0))
                .hasMessage("columns must be at least 1: 0");
        assertThatThrownBy(() -> iou.values(new double[][] {new double[3], new double[4]}, new double[2][4]))
                .hasMessage("predicted must have 4 numbers in row 0, got 3");
    }

    private static double[][] column(Numbers numbers) {
        double[] values = numbers.doubles();
        double[][] column = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            column[i] = new double[] {values[i]};
        }
        return column;
    }

    private static NpzArchive golden(String name) throws IOException {
        return GoldenFolder.shipped("losses")
                .cases(golden -> golden.name().equals(name))
                .get(0)
                .arrays();
    }
}
