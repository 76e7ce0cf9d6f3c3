package io.github.yolox4j.export.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.tensor.ElementType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

class UnsupportedOperatorTest {

    @TempDir
    Path folder;

    private final SameDiff graph = SameDiff.create();
    private final SDVariable x = graph.placeHolder("x", DataType.FLOAT, 2, 3, 8, 8);
    private final SDVariable w = graph.var("w", Nd4j.ones(DataType.FLOAT, 3, 3, 3, 4));

    @Test
    void an_operator_without_a_rule_fails_by_name_and_leaves_no_file() {
        SDVariable y = graph.math.step(x.add(1), 0);
        Path file = folder.resolve("m.onnx");

        assertThatThrownBy(() -> OnnxExporter.standard()
                        .export(graph, "x", List.of(y.name()), ExportOptions.fixedBatch(2), file))
                .isInstanceOfSatisfying(UnsupportedOperatorException.class, e -> {
                    assertThat(e.operator()).isEqualTo("step");
                    assertThat(e.node()).isEqualTo("step");
                })
                .hasMessage("operator step at node step cannot be exported: it has no rule; register one with "
                        + "LoweringRules.with(\"step\", rule), see io.github.yolox4j.export.lowering.LoweringRule");
        assertThat(Files.exists(file)).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_rule_of_ones_own_makes_it_work() {
        SDVariable y = graph.math.step(x, 0);
        LoweringRules rules = LoweringRules.standard().with("step", LoweringRule.one((node, in, onnx) -> in.get(0)
                .then(OnnxOperator.GREATER, onnx.scalar(node.scalar()))
                .then(OnnxOperator.CAST, Attribute.integer("to", ElementType.FLOAT.code()))));

        OnnxModel model = OnnxExporter.standard()
                .withRules(rules)
                .model(graph, "x", List.of(y.name()), ParameterSource.of(graph), ExportOptions.fixedBatch(2));

        assertThat(model.graph().nodes())
                .extracting(Node::operator)
                .containsExactly(OnnxOperator.GREATER, OnnxOperator.CAST);
        assertThat(LoweringRules.standard().operators()).doesNotContain("step");
    }

    @Test
    void an_operator_that_no_output_needs_does_not_matter() {
        graph.math.step(x, 0);

        assertThat(export(x.add(1)).graph().nodes()).hasSize(1);
    }

    @Test
    void padding_SAME_is_refused() {
        Conv2DConfig config = Conv2DConfig.builder()
                .kH(3)
                .kW(3)
                .paddingMode(PaddingMode.SAME)
                .dataFormat("NCHW")
                .build();

        assertThatThrownBy(() -> export(graph.cnn.conv2d(x, w, config)))
                .isInstanceOf(UnsupportedOperatorException.class)
                .hasMessage(
                        "operator conv2d at node conv2d cannot be exported: padding mode SAME; translated is explicit "
                                + "padding (mode 0, VALID)");
    }

    @Test
    void channels_last_is_refused() {
        Conv2DConfig config = Conv2DConfig.builder()
                .kH(3)
                .kW(3)
                .paddingMode(PaddingMode.VALID)
                .dataFormat("NHWC")
                .build();
        Pooling2DConfig pool =
                Pooling2DConfig.builder().kH(2).kW(2).isNHWC(true).build();

        assertThatThrownBy(() -> export(graph.cnn.conv2d(x, w, config))).hasMessageContaining("layout NHWC");
        assertThatThrownBy(() -> export(graph.cnn.maxPooling2d(x, pool))).hasMessageContaining("layout NHWC");
        assertThatThrownBy(() -> export(graph.cnn.upsampling2d(x, 2, 2, false)))
                .hasMessageContaining("layout NCHW, got [2, 2, 0]");
    }

    @Test
    void settings_without_a_translation_are_refused() {
        assertThatThrownBy(() -> export(graph.nn.relu(x, 0.5))).hasMessageContaining("cutoff is 0.5");
        assertThatThrownBy(() -> export(graph.stridedSlice(
                        x, new long[] {0, 0, 0}, new long[] {1, 1, 1}, new long[] {1, 1, 1}, 0, 0, 2, 0, 0)))
                .hasMessageContaining("an ellipsis or a new axis");
        assertThatThrownBy(() -> export(
                        graph.stridedSlice(x, new long[] {0, 2}, new long[] {2, 0}, new long[] {1, -1}, 0, 0, 0, 0, 0)))
                .hasMessageContaining("a step of -1 on axis 1");
    }

    @Test
    void what_is_not_in_the_graph_is_named() {
        assertThatThrownBy(() -> OnnxExporter.standard()
                        .model(graph, "z", List.of("x"), ParameterSource.of(graph), ExportOptions.fixedBatch(1)))
                .hasMessage("the graph has no placeholder z; it has [x]");
        assertThatThrownBy(() -> OnnxExporter.standard()
                        .model(graph, "x", List.of("z"), ParameterSource.of(graph), ExportOptions.fixedBatch(1)))
                .hasMessage("the graph has no variable z");
        SDVariable second = graph.placeHolder("second", DataType.FLOAT, 2, 3, 8, 8);
        assertThatThrownBy(() -> export(x.add(second)))
                .hasMessage("placeholder second, read by add at node add, is not among the inputs of the export: [x]");
    }

    @Test
    void parameters_must_fit() {
        SDVariable y = x.mul(graph.var("scale", Nd4j.ones(DataType.FLOAT, 1, 3, 1, 1)));

        assertThatThrownBy(() -> OnnxExporter.standard()
                        .model(
                                graph,
                                "x",
                                List.of(y.name()),
                                ParameterSource.of(Map.of("scale", Nd4j.ones(DataType.FLOAT, 3))),
                                ExportOptions.fixedBatch(1)))
                .hasMessage("variable scale has shape [1, 3, 1, 1] in the graph, its numbers have shape [3]");
        assertThatThrownBy(() -> OnnxExporter.standard()
                        .model(graph, "x", List.of(y.name()), name -> Optional.empty(), ExportOptions.fixedBatch(1)))
                .hasMessage("variable scale, read by multiply at node multiply, has no numbers");
    }

    private OnnxModel export(SDVariable y) {
        return OnnxExporter.standard()
                .model(graph, "x", List.of(y.name()), ParameterSource.of(graph), ExportOptions.fixedBatch(2));
    }
}
