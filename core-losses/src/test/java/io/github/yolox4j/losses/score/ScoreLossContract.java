package io.github.yolox4j.losses.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.losses.CentralDifferences;
import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.losses.Rows;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.SplitMix64;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What every score loss owes. A new loss is tested by implementing {@link #loss}. */
interface ScoreLossContract {

    int COLUMNS = 5;

    ScoreLoss loss();

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    default void saturated_scores_are_finite(DataType type) throws IOException {
        NpzArchive arrays = GoldenFolder.shipped("losses")
                .cases(golden -> golden.name().equals("score/saturated"))
                .get(0)
                .arrays();

        LossRun.of(loss()::of, Rows.of(arrays.array("logits")), Rows.of(arrays.array("target")), type)
                .assertFinite();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    default void every_logit_is_finite_for_hard_and_soft_targets(DataType type) {
        double[][] logits = new double[401][3];
        double[][] targets = new double[401][];
        for (int i = 0; i < logits.length; i++) {
            Arrays.fill(logits[i], i - 200);
            targets[i] = new double[] {0, 1, 0.3};
        }

        LossRun.of(loss()::of, logits, targets, type).assertFinite();
    }

    @Test
    default void a_certain_and_right_score_costs_nothing() {
        LossRun run = LossRun.of(
                loss()::of, new double[][] {{50, -50, 1000, -1000}}, new double[][] {{1, 0, 1, 0}}, DataType.DOUBLE);

        assertThat(Arrays.stream(run.values()))
                .allSatisfy(value -> assertThat(value).isBetween(0.0, 1e-15));
        assertThat(Arrays.stream(run.gradient()[0]))
                .allSatisfy(number -> assertThat(Math.abs(number)).isLessThan(1e-15));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    default void no_score_costs_less_than_nothing(long seed) {
        double[] values = LossRun.values(loss()::of, logits(seed), targets(seed + 100));

        assertThat(Arrays.stream(values)).allSatisfy(value -> assertThat(value).isGreaterThanOrEqualTo(-1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    default void gradient_agrees_with_central_differences(long seed) {
        double[][] logits = logits(seed);
        double[][] targets = targets(seed + 100);

        double[][] differences = CentralDifferences.of(rows -> LossRun.values(loss()::of, rows, targets), logits);

        Closeness.assertRows(
                LossRun.of(loss()::of, logits, targets, DataType.DOUBLE).gradient(), differences, 1e-9);
    }

    /** The loss is smooth, whatever the pieces of its formula. */
    @Test
    default void gradient_at_a_logit_of_zero_agrees_with_central_differences() {
        double[][] logits = new double[1][3];
        double[][] targets = {{0, 1, 0.3}};

        double[][] differences = CentralDifferences.of(rows -> LossRun.values(loss()::of, rows, targets), logits);

        Closeness.assertRows(
                LossRun.of(loss()::of, logits, targets, DataType.DOUBLE).gradient(), differences, 1e-9);
    }

    @Test
    default void its_name_is_parsed_back_to_it() {
        assertThat(ScoreLosses.parse(loss().toString())).isEqualTo(loss());
    }

    private static double[][] logits(long seed) {
        return scaled(seed, 12, -6);
    }

    private static double[][] targets(long seed) {
        return scaled(seed, 1, 0);
    }

    private static double[][] scaled(long seed, double factor, double offset) {
        SplitMix64 random = new SplitMix64(seed);
        double[][] rows = new double[40][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.doubles(COLUMNS);
            for (int j = 0; j < COLUMNS; j++) {
                rows[i][j] = rows[i][j] * factor + offset;
            }
        }
        return rows;
    }
}
