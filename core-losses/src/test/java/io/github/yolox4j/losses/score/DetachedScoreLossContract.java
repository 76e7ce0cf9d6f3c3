package io.github.yolox4j.losses.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.losses.Rows;
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

/** What every score loss owes, also one whose gradient leaves out what it detaches. */
interface DetachedScoreLossContract {

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
                .allSatisfy(value -> assertThat(value).isBetween(-1e-15, 1e-15));
        assertThat(Arrays.stream(run.gradient()[0]))
                .allSatisfy(number -> assertThat(Math.abs(number)).isLessThan(1e-15));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    default void no_score_costs_less_than_nothing(long seed) {
        double[][] logits = logits(seed);
        double[] values = LossRun.values(loss()::of, logits, targets(seed + 100, logits));

        assertThat(Arrays.stream(values)).allSatisfy(value -> assertThat(value).isGreaterThanOrEqualTo(-1e-12));
    }

    @Test
    default void hard_targets_are_finite_at_the_extremes_of_float() {
        double[][] logits = {{-1e30, 1e30, -1e-38, 1e-38, 0, -88, 88, -104, 104}};
        double[][] targets = new double[1][logits[0].length];
        for (double target : new double[] {0, 1}) {
            Arrays.fill(targets[0], target);
            LossRun.of(loss()::of, logits, targets, DataType.FLOAT).assertFinite();
        }
    }

    @Test
    default void its_name_is_parsed_back_to_it() {
        assertThat(ScoreLosses.parse(loss().toString())).isEqualTo(loss());
    }

    static double[][] logits(long seed) {
        return scaled(seed, 12, -6);
    }

    /** Targets at some distance from the scores, where losses of that distance may have a corner. */
    static double[][] targets(long seed, double[][] logits) {
        double[][] targets = scaled(seed, 1, 0);
        for (int i = 0; i < targets.length; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                double score = 1 / (1 + Math.exp(-logits[i][j]));
                if (Math.abs(score - targets[i][j]) < 0.1) {
                    targets[i][j] = score < 0.5 ? score + 0.1 : score - 0.1;
                }
            }
        }
        return targets;
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
