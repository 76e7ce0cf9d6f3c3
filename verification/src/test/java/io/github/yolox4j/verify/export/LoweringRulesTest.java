package io.github.yolox4j.verify.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.lowering.LoweringRules;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.testkit.check.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import org.nd4j.linalg.api.buffer.DataType;

class LoweringRulesTest {

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void the_exported_operator_computes_the_same_for_any_batch(RuleCases.Case rule) throws IOException {
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed * 31 + rule.name().hashCode());
            RuleCases.Draw draw = RuleCases.Draw.of(random);
            SameDiff graph = SameDiff.create();
            SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, draw.c(), draw.h(), draw.w());
            SDVariable y = rule.build().of(graph, x, draw);
            Exported exported = Exported.of(graph, y, ExportOptions.dynamicBatch(), folder);

            for (int batch : new int[] {1, 4}) {
                assertThat(exported.comparison(y.name(), random, batch, draw.c(), draw.h(), draw.w()))
                        .as("seed %d, batch %d, input %d x %d x %d", seed, batch, draw.c(), draw.h(), draw.w())
                        .matches(comparison -> comparison.numbers() > 0 && comparison.passed(), "within the tolerance");
            }
        }
    }

    /** ONNX Runtime need not accept an operator on every element type in every opset, the files must be valid in all of them. */
    @ParameterizedTest(name = "opset {0}")
    @ValueSource(ints = {11, 13, 18, 21})
    void every_rule_gives_a_file_that_the_checker_accepts(int opset) throws IOException {
        Optional<OnnxChecker> checker = OnnxChecker.find();
        assumeThat(checker)
                .as("the ONNX checker is not built: run the phase 'verify' with -am")
                .isPresent();
        List<Path> files = new ArrayList<>();
        for (RuleCases.Case rule : RuleCases.all()) {
            Random random = new Random(rule.name().hashCode());
            RuleCases.Draw draw = RuleCases.Draw.of(random);
            SameDiff graph = SameDiff.create();
            SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, draw.c(), draw.h(), draw.w());
            SDVariable y = rule.build().of(graph, x, draw);
            Exported exported =
                    Exported.of(graph, y, ExportOptions.dynamicBatch().withOpset(new Opset(opset)), folder);
            assertThat(exported.comparison(y.name(), random, 2, draw.c(), draw.h(), draw.w()))
                    .as(rule.name())
                    .matches(Comparison::passed, "within the tolerance");
            files.add(Files.move(exported.file(), folder.resolve(files.size() + ".onnx")));
        }
        List<Optional<String>> complaints = checker.get().complaints(files);
        for (int i = 0; i < files.size(); i++) {
            assertThat(complaints.get(i)).as(RuleCases.all().get(i).name()).isEmpty();
        }
    }

    @Test
    void every_rule_has_a_case() {
        Set<String> used = new TreeSet<>();
        for (RuleCases.Case rule : RuleCases.all()) {
            RuleCases.Draw draw = RuleCases.Draw.of(new Random(1));
            SameDiff graph = SameDiff.create();
            rule.build().of(graph, graph.placeHolder("x", DataType.FLOAT, -1, draw.c(), draw.h(), draw.w()), draw);
            graph.getOps().values().forEach(op -> used.add(op.getOp().opName()));
        }

        assertThat(used)
                .containsExactlyInAnyOrderElementsOf(LoweringRules.standard().operators());
    }

    static List<RuleCases.Case> cases() {
        return RuleCases.all();
    }
}
