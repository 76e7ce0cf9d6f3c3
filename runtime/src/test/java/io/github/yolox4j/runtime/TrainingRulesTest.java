package io.github.yolox4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.export.lowering.LoweringRules;
import io.github.yolox4j.export.lowering.gradient.Dialect;
import io.github.yolox4j.export.lowering.gradient.TrainingRules;
import io.github.yolox4j.onnx.pass.GraphPass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TrainingRulesTest {

    /** Of the largest number of an array; ONNX Runtime computes in single precision. */
    private static final double TOLERANCE = 2e-5;

    private static final int SEEDS = 4;

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void value_and_gradients_are_those_of_same_diff_in_double_precision(GradientCases.Case operator) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            LoweredGradient gradient = gradient(operator, seed);
            Map<String, INDArray> expected = gradient.expected();
            for (Dialect dialect : Dialect.values()) {
                assertAgree(gradient.found(dialect, graph -> graph), expected, "seed " + seed + ", " + dialect);
            }
            assertAgree(
                    gradient.found(Dialect.ONNX_RUNTIME, passes()), expected, "seed " + seed + ", after all passes");
        }
    }

    /** SameDiff's is not: it multiplies the sum of the upstream gradient by the sum of the dividend. */
    @Test
    void the_gradient_of_a_single_divisor_is_the_true_one() {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.var("x", Nd4j.createFromArray(1.0, 2.0, 3.0));
        SDVariable divisor = graph.var("divisor", Nd4j.createFromArray(2.0));
        SDVariable weights = graph.constant("weights", Nd4j.createFromArray(1.0, -1.0, 5.0));
        Map<String, INDArray> found = new LoweredGradient(
                        x.div(divisor).mul(weights).sum("loss"))
                .found(Dialect.STANDARD, lowered -> lowered);
        assertThat(found.get("divisor-grad").getDouble(0)).isEqualTo(-(1.0 - 2.0 + 15.0) / 4);
    }

    @Test
    void every_rule_has_a_case() {
        Set<String> used = new TreeSet<>();
        for (GradientCases.Case operator : cases()) {
            for (long seed = 1; seed <= SEEDS; seed++) {
                gradient(operator, seed)
                        .graph()
                        .getOps()
                        .values()
                        .forEach(op -> used.add(op.getOp().opName()));
            }
        }
        Set<String> ofGradients =
                new TreeSet<>(TrainingRules.in(Dialect.STANDARD).operators());
        ofGradients.removeAll(LoweringRules.standard().operators());
        ofGradients.removeAll(used);
        assertThat(ofGradients).isEmpty();
    }

    static List<GradientCases.Case> cases() {
        return new ArrayList<>(GradientCases.all());
    }

    private static GraphPass passes() {
        return OnnxTrainingStep.passes(Dialect.ONNX_RUNTIME);
    }

    /** The sum of an operator's result, each number times another random one. */
    private static LoweredGradient gradient(GradientCases.Case operator, long seed) {
        Random random = new Random(seed * 31 + operator.name().hashCode());
        GradientCases.Draw draw = GradientCases.Draw.of(random);
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.var("x", GradientCases.array(random, draw.n(), draw.c(), draw.h(), draw.w()));
        SDVariable y = operator.build().of(graph, x, draw);
        INDArray weights = GradientCases.array(random, y.eval().shape());
        return new LoweredGradient(y.mul(graph.constant("weights", weights)).sum("loss"));
    }

    static void assertAgree(Map<String, INDArray> found, Map<String, INDArray> expected, String where) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, wanted) -> {
            INDArray actual = found.get(name).castTo(DataType.DOUBLE);
            assertThat(actual.shape()).as("%s, %s", name, where).isEqualTo(wanted.shape());
            double scale = Math.max(1, wanted.amaxNumber().doubleValue());
            assertThat(actual.sub(wanted).amaxNumber().doubleValue())
                    .as("largest difference of %s, %s", name, where)
                    .isLessThanOrEqualTo(TOLERANCE * scale);
        });
    }
}
