package io.github.yolox4j.losses;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.losses.box.IouFamily;
import io.github.yolox4j.losses.score.Focal;
import io.github.yolox4j.testkit.Closeness;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

class ReductionTest {

    private static final double[][] BOXES = {{10, 10, 4, 6}, {12, 9, 5, 5}};
    private static final double[][] TARGETS = {{11, 10, 5, 6}, {11, 9, 4, 4}};

    @Test
    void boxes_and_scores_are_summed_and_averaged_over_everything() {
        check(IouFamily.CIOU::of, BOXES, TARGETS, 2);
        check(Focal.YOLOV5::of, new double[][] {{-1, 2, 0.5}, {3, -2, 1}}, new double[][] {{0, 1, 0}, {0, 0, 1}}, 6);
    }

    private static void check(BinaryOperator<SDVariable> loss, double[][] predicted, double[][] target, int count) {
        LossRun none = run(Reduction.NONE, loss, predicted, target);
        LossRun sum = run(Reduction.SUM, loss, predicted, target);
        LossRun mean = run(Reduction.MEAN, loss, predicted, target);

        double total = Arrays.stream(none.values()).sum();
        assertThat(none.values()).hasSize(count);
        assertThat(sum.values()).containsExactly(new double[] {total}, within(1e-12));
        assertThat(mean.values()).containsExactly(new double[] {total / count}, within(1e-12));
        assertThatTensor(sum.gradient()).isCloseTo(none.gradient(), Closeness.ofRows(1e-12));
        double[][] shares = Arrays.stream(none.gradient())
                .map(row -> Arrays.stream(row).map(number -> number / count).toArray())
                .toArray(double[][]::new);
        assertThatTensor(mean.gradient()).isCloseTo(shares, Closeness.ofRows(1e-12));
    }

    private static LossRun run(
            Reduction reduction, BinaryOperator<SDVariable> loss, double[][] predicted, double[][] target) {
        return LossRun.of((x, y) -> reduction.of(loss.apply(x, y)), predicted, target, DataType.DOUBLE);
    }
}
