package io.github.yolox4j.losses.score;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.testkit.Closeness;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss against its formula in plain arithmetic, at parameters of which none is 0 or 1. */
class ScoreLossFormulaTest {

    private static final double[] LOGITS = {-3, -0.7, 0.4, 2.5};
    private static final double[] TARGETS = {0, 0.3, 0.8, 1};

    /** A loss of a score in (0, 1) and a target. */
    private interface Formula {
        double of(double s, double t);
    }

    record Case(ScoreLoss loss, Formula formula) {

        @Override
        public String toString() {
            return loss.toString();
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(new BinaryCrossEntropy(2.5), (s, t) -> -2.5 * t * Math.log(s) - (1 - t) * Math.log(1 - s)),
                new Case(new BinaryCrossEntropy(1, 0.2), (s, t) -> bce(s, 0.8 * t + 0.1)),
                new Case(new Focal(1.7, 0.3), (s, t) -> balance(0.3, t) * Math.pow(difficulty(s, t), 1.7) * bce(s, t)),
                new Case(new ExpFocal(1.7, 0.3), (s, t) -> 0.3 * Math.pow(1 - Math.exp(-bce(s, t)), 1.7) * bce(s, t)),
                new Case(
                        new QualityFocal(1.7, 0.3, 2.5),
                        (s, t) -> 2.5 * balance(0.3, t) * Math.pow(Math.abs(t - s), 1.7) * bce(s, t)),
                new Case(new Varifocal(1.7, 0.3, true), (s, t) -> (t > 0 ? t : 0.3 * Math.pow(s, 1.7)) * bce(s, t)),
                new Case(new Varifocal(1.7, 0.3, false), (s, t) -> (t > 0 ? 1 : 0.3 * Math.pow(s, 1.7)) * bce(s, t)),
                new Case(new Poly1(2.5), (s, t) -> bce(s, t) + 2.5 * difficulty(s, t)),
                new Case(
                        new Poly1Focal(2.5, 1.7, 0.3),
                        (s, t) -> balance(0.3, t) * Math.pow(difficulty(s, t), 1.7) * bce(s, t)
                                + 2.5 * Math.pow(difficulty(s, t), 2.7)),
                new Case(
                        new BlurredCrossEntropy(0.3), (s, t) -> bce(s, t) * (1 - Math.exp((s - t - 1) / (0.3 + 1e-4)))),
                new Case(
                        new Asymmetric(2.5, 1.7, 0, 0, false),
                        (s, t) -> Math.pow(difficulty(s, t), 1.7 * t + 2.5 * (1 - t)) * bce(s, t)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void every_pair_of_score_and_target_costs_what_the_formula_says(Case example) {
        int n = TARGETS.length;
        double[][] logits = new double[LOGITS.length][n];
        double[][] targets = new double[LOGITS.length][];
        double[] expected = new double[LOGITS.length * n];
        for (int i = 0; i < LOGITS.length; i++) {
            targets[i] = TARGETS;
            for (int j = 0; j < n; j++) {
                logits[i][j] = LOGITS[i];
                expected[i * n + j] = example.formula().of(1 / (1 + Math.exp(-LOGITS[i])), TARGETS[j]);
            }
        }

        assertThatTensor(LossRun.values(example.loss()::of, logits, targets))
                .as("loss")
                .isCloseTo(expected, Closeness.ofNumbers(1e-12));
    }

    @Test
    void every_listed_loss_has_its_formula_here() {
        assertThat(cases().map(example -> kind(example.loss())))
                .containsAll(ScoreLosses.names().stream()
                        .map(name -> kind(ScoreLosses.parse(name)))
                        .toList());
    }

    private static String kind(ScoreLoss loss) {
        return loss.getClass().getSimpleName();
    }

    private static double bce(double s, double t) {
        return -t * Math.log(s) - (1 - t) * Math.log(1 - s);
    }

    /** 1 - p_t. */
    private static double difficulty(double s, double t) {
        return 1 - (t * s + (1 - t) * (1 - s));
    }

    private static double balance(double alpha, double t) {
        return alpha * t + (1 - alpha) * (1 - t);
    }
}
