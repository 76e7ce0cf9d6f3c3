package io.github.yolox4j.losses.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.losses.LossRun;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Its bounds; without exponents its factor is 1. */
class AsymmetricTest {

    private static final double[][] CERTAIN_AND_WRONG = {{-20, 20}};
    private static final double[][] TARGETS = {{1, 0}};

    @Test
    void eps_bounds_both_logarithms_and_leaves_no_gradient_beyond() {
        LossRun run = run(new Asymmetric(0, 0, 0, 1e-3, false), CERTAIN_AND_WRONG, TARGETS);

        double most = -Math.log(1e-3);
        assertThat(run.values()).containsExactly(new double[] {most, most}, within(1e-12));
        assertThat(run.gradient()[0]).containsExactly(0, 0);
    }

    @Test
    void without_eps_and_margin_it_is_the_cross_entropy() {
        LossRun run = run(new Asymmetric(0, 0, 0, 0, false), CERTAIN_AND_WRONG, TARGETS);

        double cost = 20 + Math.log1p(Math.exp(-20));
        assertThat(run.values()).containsExactly(new double[] {cost, cost}, within(1e-12));
        assertThat(run.gradient()[0]).containsExactly(new double[] {-1, 1}, within(1e-8));
    }

    /** The margin is in the logarithm and in the factor, the exponent that of the target's side. */
    @Test
    void a_margin_is_taken_off_a_negative_s_score() {
        double s = 1 / (1 + Math.exp(-0.5));
        double[] values = LossRun.values(
                new Asymmetric(3, 2, 0.2, 0, false)::of, new double[][] {{0.5, 0.5, -2}}, new double[][] {{0, 1, 0}});

        assertThat(values)
                .containsExactly(
                        new double[] {
                            -Math.pow(s - 0.2, 3) * Math.log(1 - s + 0.2), -Math.pow(1 - s, 2) * Math.log(s), 0
                        },
                        within(1e-12));
    }

    private static LossRun run(Asymmetric loss, double[][] logits, double[][] targets) {
        return LossRun.of(loss::of, logits, targets, DataType.DOUBLE);
    }
}
