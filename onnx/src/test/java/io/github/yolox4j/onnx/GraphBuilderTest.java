package io.github.yolox4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphBuilderTest {

    private final GraphBuilder graph = new GraphBuilder();
    private final Value x = graph.input("x", TensorType.floats(2, 3, 8, 8));

    @Test
    void operators_chain_and_carry_shapes() {
        Value y = x.then(OnnxOperator.MUL, x.then(OnnxOperator.SIGMOID))
                .then(
                        OnnxOperator.MAX_POOL,
                        Attribute.integers("kernel_shape", 2, 2),
                        Attribute.integers("strides", 2, 2));

        assertThat(y.shape()).isEqualTo(TensorShape.of(2, 3, 4, 4));
        OnnxGraph built = graph.build("g", Map.of("y", y));
        assertThat(built.nodes())
                .extracting(Node::operator)
                .containsExactly(OnnxOperator.SIGMOID, OnnxOperator.MUL, OnnxOperator.MAX_POOL);
        assertThat(built.outputs()).containsExactly(new Port("y", TensorType.floats(2, 3, 4, 4)));
    }

    @Test
    void a_value_of_another_graph_is_refused() {
        Value stranger = new GraphBuilder().input("s", TensorType.floats(2, 3, 8, 8));

        assertThatThrownBy(() -> x.then(OnnxOperator.ADD, stranger))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node Add: value s float[2, 3, 8, 8] belongs to another graph");
        assertThatThrownBy(() -> graph.build("g", Map.of("y", stranger)))
                .hasMessageContaining("belongs to another graph");
    }

    @Test
    void a_wrong_number_of_inputs_or_outputs_is_refused() {
        assertThatThrownBy(() -> x.then(OnnxOperator.ADD)).hasMessage("node Add: Add takes 2 inputs, got 1");
        assertThatThrownBy(() -> graph.add(OnnxOperator.CONV, List.of(x)))
                .hasMessage("node Conv: Conv takes 2 to 3 inputs, got 1");
        assertThatThrownBy(() -> graph.add(OnnxOperator.CONCAT, List.of()))
                .hasMessage("node Concat: Concat takes at least 1 inputs, got 0");
        assertThatThrownBy(() -> graph.add(OnnxOperator.RELU, List.of(x), 2))
                .hasMessage("node Relu: Relu gives 1 outputs, got 2");
    }

    @Test
    void an_attribute_that_the_operator_lacks_is_refused() {
        assertThatThrownBy(() -> x.then(OnnxOperator.SOFTMAX, Attribute.integer("axes", 1)))
                .hasMessage("node Softmax: Softmax has no attribute axes (INTEGER); it has [axis (INTEGER)]");
        assertThatThrownBy(() -> x.then(OnnxOperator.SOFTMAX, Attribute.number("axis", 1)))
                .hasMessage("node Softmax: Softmax has no attribute axis (NUMBER); it has [axis (INTEGER)]");
        assertThatThrownBy(
                        () -> x.then(OnnxOperator.SOFTMAX, Attribute.integer("axis", 1), Attribute.integer("axis", 2)))
                .hasMessageContaining("given twice");
    }

    @Test
    void a_name_is_given_once() {
        graph.constant("w", Tensor.scalar(1));

        assertThatThrownBy(() -> graph.constant("x", Tensor.scalar(1)))
                .hasMessage("the graph already has a value named x");
        assertThatThrownBy(() -> graph.build("g", Map.of("w", x.then(OnnxOperator.RELU))))
                .hasMessage("the graph already has a value named w");
    }

    @Test
    void operands_that_do_not_fit_are_refused_with_their_shapes() {
        Value w = graph.constant("w", Tensor.ofFloats(new long[] {5}, 1, 2, 3, 4, 5));

        assertThatThrownBy(() -> x.then(OnnxOperator.ADD, w))
                .hasMessage("node Add: Add of [x float[2, 3, 8, 8], w float[5]]: shapes do not broadcast");
        assertThatThrownBy(() -> x.then(OnnxOperator.RESHAPE, graph.list(7, -1)))
                .hasMessageContaining("384 values do not divide into 7");
        assertThatThrownBy(() -> x.then(OnnxOperator.RESHAPE, graph.list(7, 7)))
                .hasMessageContaining("does not hold the same number of values");
        assertThatThrownBy(() -> x.then(OnnxOperator.TRANSPOSE, Attribute.integers("perm", 0, 1, 1, 2)))
                .hasMessageContaining("does not order 4 axes");
        assertThatThrownBy(() -> x.then(OnnxOperator.CONCAT, Attribute.integer("axis", 4)))
                .hasMessageContaining("axis 4 of a tensor of shape [2, 3, 8, 8]");
    }

    @Test
    void a_named_batch_runs_through_reshape_and_broadcasting() {
        Dim batch = Dim.named("batch");
        Value any = graph.input(
                "any", new TensorType(ElementType.FLOAT, new TensorShape(List.of(batch, Dim.of(4), Dim.of(6)))));

        Value open = any.then(OnnxOperator.RESHAPE, graph.list(-1, 24));
        Value copied = any.then(OnnxOperator.RESHAPE, graph.list(0, 2, -1));
        Value sum = any.then(OnnxOperator.ADD, graph.constant(Tensor.ofFloats(new long[] {4, 1}, 1, 2, 3, 4)));

        assertThat(open.shape()).hasToString("[batch, 24]");
        assertThat(copied.shape()).hasToString("[batch, 2, 12]");
        assertThat(sum.shape()).hasToString("[batch, 4, 6]");
        assertThatThrownBy(() -> any.then(OnnxOperator.RESHAPE, graph.list(2, 24)))
                .hasMessageContaining("does not hold the same number of values");
    }

    @Test
    void equal_constants_are_stored_once() {
        assertThat(graph.list(1, 2)).isSameAs(graph.list(1, 2)).isNotSameAs(graph.list(2, 1));
        assertThat(graph.scalar(2)).isSameAs(graph.scalar(2));
    }

    @Test
    void every_operator_says_what_it_computes() {
        assertThat(OnnxOperator.values()).allSatisfy(op -> {
            assertThat(op.documentation()).isNotBlank();
            assertThat(op.onnxName()).matches("[A-Z][A-Za-z0-9]+");
        });
    }
}
