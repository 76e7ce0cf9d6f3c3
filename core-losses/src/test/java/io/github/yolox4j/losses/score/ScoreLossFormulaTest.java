package io.github.yolox4j.losses.score;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.losses.CentralDifferences;
import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.testkit.Closeness;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Every loss against its formula in plain arithmetic, {@link PaperScore}: its value, and which parts its gradient
 * leaves out.
 */
class ScoreLossFormulaTest {

    private static final double[] LOGITS = {-3, -0.7, 0.4, 2.5};
    private static final double[] TARGETS = {0, 0.3, 0.8, 1};

    /** With all parameters, of which none is 0 or 1 but where another makes a form of its own. */
    static List<String> examples() {
        return List.of(
                "bce(positive_weight=2.5, smoothing=0)",
                "bce(positive_weight=1, smoothing=0.2)",
                "bce(positive_weight=2.5, smoothing=0.2)",
                "focal(gamma=1.7, alpha=0.3)",
                "exp_focal(gamma=1.7, alpha=0.3)",
                "quality_focal(gamma=1.7, alpha=0.3, scale=2.5)",
                "varifocal(gamma=1.7, alpha=0.3, iou_weighted=true)",
                "varifocal(gamma=1.7, alpha=0.3, iou_weighted=false)",
                "poly1(epsilon=2.5)",
                "poly1_focal(epsilon=2.5, gamma=1.7, alpha=0.3)",
                "bce_blur(alpha=0.3)",
                "asymmetric(gamma_neg=2.5, gamma_pos=1.7, clip=0, eps=0, detach_weight=false)",
                "asymmetric(gamma_neg=2.5, gamma_pos=1.7, clip=0, eps=0, detach_weight=true)",
                "asymmetric(gamma_neg=2.5, gamma_pos=1.7, clip=0.07, eps=1e-8, detach_weight=false)",
                "asymmetric(gamma_neg=2.5, gamma_pos=1.7, clip=0.07, eps=1e-8, detach_weight=true)",
                "class_weighted(focal(gamma=1.7, alpha=0.3), weights=[0.5, 2, 0, 3])",
                "class_weighted(asymmetric(gamma_neg=2.5, gamma_pos=1.7, clip=0.07, eps=1e-8, detach_weight=true),"
                        + " weights=[0.5, 2, 0, 3])");
    }

    /** As listed and at other parameters; the listed modifier has weights for fewer classes. */
    static Stream<String> allLosses() {
        Stream<String> listed = ScoreLosses.REGISTRY.entries().stream()
                .filter(entry -> ScoreLosses.REGISTRY.names().contains(entry.name()))
                .map(LossEntry::expression);
        return Stream.concat(listed, examples().stream());
    }

    @ParameterizedTest
    @MethodSource("allLosses")
    void every_pair_of_score_and_target_costs_what_the_formula_says(String text) {
        double[][] logits = logits();
        double[] expected = values(text, logits, logits);

        assertThatTensor(LossRun.values(ScoreLosses.parse(text)::of, logits, targets()))
                .as("loss")
                .isCloseTo(expected, Closeness.ofNumbers(1e-12));
    }

    /**
     * The gradient is that of the formula in which what the reference holds constant keeps its value at the logits. A
     * wrong {@code stop_gradient}, one too many or one too few, makes the two differ.
     */
    @ParameterizedTest
    @MethodSource("allLosses")
    void the_gradient_leaves_out_what_the_reference_holds_constant_and_nothing_else(String text) {
        double[][] logits = logits();
        double[][] differences = CentralDifferences.of(moved -> values(text, moved, logits), logits);

        assertThatTensor(LossRun.of(ScoreLosses.parse(text)::of, logits, targets(), DataType.DOUBLE)
                        .gradient())
                .isCloseTo(differences, Closeness.ofRows(1e-8));
    }

    @Test
    void every_listed_loss_has_its_example_here() {
        assertThat(examples().stream().map(ScoreLossFormulaTest::name))
                .containsAll(ScoreLosses.REGISTRY.names().stream()
                        .map(ScoreLossFormulaTest::name)
                        .toList())
                .containsAll(ScoreLosses.REGISTRY.modifiers());
    }

    private static String name(String text) {
        return LossExpression.parse(text).name();
    }

    private static double[] values(String text, double[][] logits, double[][] frozen) {
        LossExpression loss = LossExpression.parse(text);
        double[] values = new double[logits.length * TARGETS.length];
        for (int i = 0; i < values.length; i++) {
            int row = i / TARGETS.length;
            int column = i % TARGETS.length;
            values[i] = PaperScore.ofLogits(logits[row][column], frozen[row][column], TARGETS[column], column)
                    .of(loss);
        }
        return values;
    }

    private static double[][] logits() {
        double[][] logits = new double[LOGITS.length][TARGETS.length];
        for (int i = 0; i < LOGITS.length; i++) {
            Arrays.fill(logits[i], LOGITS[i]);
        }
        return logits;
    }

    private static double[][] targets() {
        return Stream.generate(() -> TARGETS).limit(LOGITS.length).toArray(double[][]::new);
    }
}
