package io.github.yolox4j.export.proof;

import static io.github.yolox4j.onnx.OnnxOperator.ABS;
import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.RECIPROCAL;
import static io.github.yolox4j.onnx.OnnxOperator.SIGN;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.lowering.LoweringRule;
import io.github.yolox4j.export.lowering.LoweringRules;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.testkit.TensorDifference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The example of the exporter's README: a model of one's own, with an operator that the project has no rule for. */
class OwnOperatorExampleTest {

    @TempDir
    Path folder;

    @Test
    void a_model_with_an_operator_of_ones_own_is_exported_by_a_rule_of_ones_own() throws IOException {
        Path file = folder.resolve("own.onnx");

        // The model: two layers with an activation that the project has no rule for.
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 8);
        SDVariable hidden = graph.mmul(x, graph.var("w1", Nd4j.rand(DataType.FLOAT, 8, 16)));
        SDVariable bent = graph.math().rationalTanh(hidden);
        SDVariable y = graph.mmul(bent, graph.var("w2", Nd4j.rand(DataType.FLOAT, 16, 3)));

        // The rule: a = 2x/3 gives 1.7159 sign(a) (1 - 1 / (1 + |a| + a^2 + 1.41645 a^4)).
        LoweringRule rationalTanh = LoweringRule.one((node, in, onnx) -> {
            Value a = in.get(0).then(MUL, onnx.scalar(2.0 / 3));
            Value square = a.then(MUL, a);
            Value fourth = square.then(MUL, square).then(MUL, onnx.scalar(1.41645));
            Value sum = a.then(ABS).then(ADD, square).then(ADD, fourth).then(ADD, onnx.scalar(1));
            return signed(onnx.scalar(1).then(SUB, sum.then(RECIPROCAL)), a, onnx);
        });

        // The file.
        LoweringRules rules = LoweringRules.standard().with("rational_tanh", rationalTanh);
        OnnxExporter.standard()
                .withRules(rules)
                .export(graph, "x", List.of(y.name()), ExportOptions.dynamicBatch(), file);

        assertThat(new Exported(graph, file).difference(y.name(), new Random(1), 5, 8))
                .matches(TensorDifference::isClose, "within the tolerance");
    }

    private static Value signed(Value size, Value a, GraphBuilder onnx) {
        return size.then(MUL, a.then(SIGN)).then(MUL, onnx.scalar(1.7159));
    }
}
