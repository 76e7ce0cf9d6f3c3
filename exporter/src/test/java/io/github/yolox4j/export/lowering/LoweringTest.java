package io.github.yolox4j.export.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Port;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class LoweringTest {

    private final SameDiff graph = SameDiff.create();
    private final SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 3);
    private final SDVariable w = graph.var("w", Nd4j.ones(DataType.FLOAT, 3, 2));
    private final SDVariable y = graph.mmul(x, w);

    @Test
    void a_parameter_may_be_an_input_of_the_graph() {
        LoweringRequest request = new LoweringRequest(
                "step",
                List.of(input("x", Dim.named("batch"), Dim.of(3)), input("w", Dim.of(3), Dim.of(2))),
                Map.of("y", y.name()));

        OnnxGraph lowered = Lowering.lower(LoweringRules.standard(), graph, request, ParameterSource.of(Map.of()));

        assertThat(lowered.inputs()).extracting(Port::name).containsExactly("x", "w");
        assertThat(lowered.initialisers()).isEmpty();
        assertThat(lowered.outputs().get(0).type().shape()).hasToString("[batch, 2]");
    }

    @Test
    void lowering_starts_at_any_variable_inside_of_the_graph() {
        SDVariable z = graph.nn.sigmoid(y).mul(2);
        LoweringRequest request = new LoweringRequest(
                "tail",
                List.of(new LoweringRequest.Input(y.name(), "logits", TensorShape.of(4, 2))),
                Map.of("z", z.name()));

        OnnxGraph lowered = Lowering.lower(LoweringRules.standard(), graph, request, ParameterSource.of(graph));

        assertThat(lowered.nodes()).extracting(Node::operator).containsExactly(OnnxOperator.SIGMOID, OnnxOperator.MUL);
    }

    @Test
    void a_rule_that_gives_too_few_values_is_named() {
        LoweringRules broken = LoweringRules.standard().with("matmul", (node, in, onnx) -> List.of());
        LoweringRequest request =
                new LoweringRequest("g", List.of(input("x", Dim.of(1), Dim.of(3))), Map.of("y", y.name()));

        assertThatThrownBy(() -> Lowering.lower(broken, graph, request, ParameterSource.of(graph)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the rule for matmul at node matmul gave 0 values, the node has 1 outputs: [matmul]");
    }

    private static LoweringRequest.Input input(String name, Dim... dims) {
        return new LoweringRequest.Input(name, name, new TensorShape(List.of(dims)));
    }
}
