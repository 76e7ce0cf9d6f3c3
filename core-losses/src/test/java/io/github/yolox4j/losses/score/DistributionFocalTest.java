package io.github.yolox4j.losses.score;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.losses.CentralDifferences;
import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.SplitMix64;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class DistributionFocalTest {

    private static final DistributionFocal LOSS = new DistributionFocal(4);

    @Test
    void equal_logits_cost_the_logarithm_of_the_bins() {
        double[] values = LossRun.values(
                DistributionFocalTest::ofColumn, new double[][] {{2, 2, 2, 2}, {0, 0, 0, 0}}, new double[][] {{1.3}, {0}
                });

        assertThat(values).containsExactly(new double[] {Math.log(4), Math.log(4)}, within(1e-14));
    }

    @Test
    void a_target_at_the_last_bin_is_that_bin() {
        double[] values = LossRun.values(
                DistributionFocalTest::ofColumn, new double[][] {{0, 0, 0, 50}, {50, 0, 0, 0}}, new double[][] {{3}, {3}
                });

        assertThat(values).containsExactly(new double[] {0, 50}, within(1e-12));
    }

    @Test
    void gradient_agrees_with_central_differences() {
        SplitMix64 random = new SplitMix64(7);
        double[][] logits = new double[30][];
        double[][] targets = new double[30][];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Arrays.stream(random.doubles(4)).map(x -> 12 * x - 6).toArray();
            targets[i] = new double[] {3 * random.doubles(1)[0]};
        }

        double[][] differences =
                CentralDifferences.of(rows -> LossRun.values(DistributionFocalTest::ofColumn, rows, targets), logits);

        assertThatTensor(LossRun.of(DistributionFocalTest::ofColumn, logits, targets, DataType.DOUBLE)
                        .gradient())
                .isCloseTo(differences, Closeness.ofRows(1e-9));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void saturated_logits_are_finite(DataType type) {
        double[][] logits = {{1000, -1000, 0, 0}, {-1e30, 1e30, 0, 1}, {-200, -200, -200, -200}, {88, -104, 104, 0}};

        LossRun.of(DistributionFocalTest::ofColumn, logits, new double[][] {{1.5}, {0}, {3}, {2.25}}, type)
                .assertFinite();
    }

    @Test
    void a_graph_of_floats_stays_one() {
        SameDiff graph = SameDiff.create();
        LOSS.of(graph.placeHolder("logits", DataType.FLOAT, 2, 4), graph.placeHolder("targets", DataType.FLOAT, 2));

        assertThat(graph.variables()).extracting(SDVariable::dataType).containsOnly(DataType.FLOAT);
    }

    private static SDVariable ofColumn(SDVariable logits, SDVariable target) {
        return LOSS.of(logits, target.reshape(-1));
    }
}
