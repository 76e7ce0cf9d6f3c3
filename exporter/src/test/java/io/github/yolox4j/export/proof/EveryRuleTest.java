package io.github.yolox4j.export.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.lowering.LoweringRules;
import io.github.yolox4j.export.lowering.gradient.Dialect;
import io.github.yolox4j.export.lowering.gradient.TrainingRules;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.pass.GraphPass;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.OnnxChecker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Each rule, by cases of random size: ONNX Runtime computes what SameDiff computes, forwards and backwards. */
class EveryRuleTest {

    /** What a rule may be off, by the largest number of its output. */
    static final Closeness RESULT = Closeness.ofTensor(1e-4);

    /** The same beside double precision, by the largest number or 1; ONNX Runtime computes in single precision. */
    static final Closeness GRADIENT = Closeness.ofTensor(2e-5).atLeast(1);

    private static final int RESULT_SEEDS = 3;
    private static final int GRADIENT_SEEDS = 4;
    private static final GraphPass AS_LOWERED = graph -> graph;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("forward")
    void the_exported_operator_computes_the_same_for_any_batch(RuleCase rule) {
        for (long seed = 1; seed <= RESULT_SEEDS; seed++) {
            Subject subject = rule.forward(seed);
            OnnxModel model = subject.model(OnnxExporter.standard());
            Random random = new Random(seed);
            for (int batch : new int[] {1, 4}) {
                subject.assertAgrees(
                        model, subject.numbers(random, batch), RESULT, "seed " + seed + ", batch " + batch);
            }
        }
    }

    /** Training has rules of its own for some operators that exports have too. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("forward")
    void the_rules_of_training_compute_the_same_forwards(RuleCase rule) {
        Subject any = rule.forward(1);
        Map<String, INDArray> numbers = any.numbers(new Random(1), 2);
        Subject subject = any.withInputsLike(numbers);
        for (Dialect dialect : Dialect.values()) {
            OnnxModel model = subject.model(new OnnxExporter(TrainingRules.in(dialect), AS_LOWERED));
            subject.assertAgrees(model, numbers, RESULT, dialect.toString());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("backward")
    void value_and_gradients_are_those_of_same_diff_in_double_precision(RuleCase rule) {
        for (long seed = 1; seed <= GRADIENT_SEEDS; seed++) {
            Subject subject = rule.backward(seed);
            Map<String, INDArray> numbers = subject.numbers(new Random(seed), 1);
            Map<String, INDArray> expected = subject.bySameDiff(numbers);
            for (Dialect dialect : Dialect.values()) {
                for (GraphPass pass : List.of(AS_LOWERED, TrainingRules.passes(dialect))) {
                    OnnxModel model = subject.model(new OnnxExporter(TrainingRules.in(dialect), pass));
                    String where = "seed " + seed + ", " + dialect + (pass == AS_LOWERED ? "" : ", after all passes");
                    Subject.assertAgree(Subject.byOnnxRuntime(model, numbers), expected, GRADIENT, where);
                }
            }
        }
    }

    /** SameDiff's is not: it multiplies the sum of the upstream gradient by the sum of the dividend. */
    @Test
    void the_gradient_of_a_single_divisor_is_the_true_one() {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.var("x", Nd4j.createFromArray(1.0, 2.0, 3.0));
        SDVariable divisor = graph.var("divisor", Nd4j.createFromArray(2.0));
        SDVariable weights = graph.constant("weights", Nd4j.createFromArray(1.0, -1.0, 5.0));
        Subject subject = Subject.ofGradients(x.div(divisor).mul(weights).sum("loss"));
        OnnxModel model = subject.model(new OnnxExporter(TrainingRules.in(Dialect.STANDARD), AS_LOWERED));

        Map<String, INDArray> found = Subject.byOnnxRuntime(model, subject.numbers(new Random(1), 1));

        assertThat(found.get("divisor-grad").getDouble(0)).isEqualTo(-(1.0 - 2.0 + 15.0) / 4);
    }

    /**
     * ONNX Runtime need not accept an operator on every element type in every opset, the files must be valid in all of
     * them.
     */
    @ParameterizedTest(name = "opset {0}")
    @ValueSource(ints = {11, 13, 18, 21})
    void every_rule_gives_a_file_that_the_checker_accepts(int opset) throws IOException {
        List<Path> files = new ArrayList<>();
        for (RuleCase rule : forward()) {
            Subject subject = rule.forward(0);
            OnnxModel model = subject.model(OnnxExporter.standard(), new Opset(opset));
            subject.assertAgrees(model, subject.numbers(new Random(1), 2), RESULT, rule.name());
            files.add(folder.resolve(files.size() + ".onnx"));
            WholeFile.write(files.get(files.size() - 1), model::writeTo);
        }
        Optional<OnnxChecker> checker = OnnxChecker.find();
        assumeThat(checker)
                .as("the ONNX checker is not built: run the phase 'verify' with -am")
                .isPresent();
        List<Optional<String>> complaints = checker.get().complaints(files);
        for (int i = 0; i < files.size(); i++) {
            assertThat(complaints.get(i)).as(forward().get(i).name()).isEmpty();
        }
    }

    @Test
    void every_rule_has_a_case() {
        Set<String> standard = LoweringRules.standard().operators();
        assertThat(operators(forward())).containsExactlyInAnyOrderElementsOf(standard);

        for (Dialect dialect : Dialect.values()) {
            Set<String> ofTraining = new TreeSet<>(TrainingRules.in(dialect).operators());
            ofTraining.removeAll(standard);
            assertThat(operators(backward())).containsAll(ofTraining);
        }
    }

    @Test
    void every_case_has_the_operators_that_it_names() {
        forward()
                .forEach(rule ->
                        assertThat(rule.forward(1).operators()).as(rule.name()).containsAll(rule.operators()));
        backward()
                .forEach(rule ->
                        assertThat(rule.backward(1).operators()).as(rule.name()).containsAll(rule.operators()));
    }

    @Test
    void no_case_has_an_operator_that_is_proved_nowhere() {
        Set<String> used = new TreeSet<>();
        forward().forEach(rule -> used.addAll(rule.forward(1).operators()));

        assertThat(used)
                .containsExactlyInAnyOrderElementsOf(LoweringRules.standard().operators());
    }

    static List<RuleCase> forward() {
        return ForwardCases.all();
    }

    static List<RuleCase> backward() {
        return GradientCases.all();
    }

    private static Set<String> operators(Collection<RuleCase> cases) {
        Set<String> operators = new TreeSet<>();
        cases.forEach(rule -> operators.addAll(rule.operators()));
        return operators;
    }
}
