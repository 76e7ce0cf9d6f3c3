package io.github.yolox4j.verify.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.lowering.LoweringRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
