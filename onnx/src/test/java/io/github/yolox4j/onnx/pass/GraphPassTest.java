package io.github.yolox4j.onnx.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphPassTest {

    private final GraphBuilder graph = new GraphBuilder();

    @Test
    void arithmetic_on_constants_is_computed_with_broadcasting() {
        Value x = graph.input("x", TensorType.floats(2, 3));
        Value column = graph.constant("column", Tensor.ofFloats(new long[] {2, 1}, 4, 16));
        Value row = graph.constant("row", Tensor.ofFloats(new long[] {3}, 1, 2, 3));
        Value sum = column.then(OnnxOperator.SQRT).then(OnnxOperator.RECIPROCAL).then(OnnxOperator.ADD, row);
        OnnxGraph built = graph.build("g", Map.of("y", x.then(OnnxOperator.MUL, sum)));

        OnnxGraph folded = new ConstantFolding().then(new DeadNodeRemoval()).apply(built);

        assertThat(folded.nodes()).extracting(Node::operator).containsExactly(OnnxOperator.MUL);
        assertThat(folded.initialisers().values())
                .containsExactly(Tensor.ofFloats(new long[] {2, 3}, 1.5f, 2.5f, 3.5f, 1.25f, 2.25f, 3.25f));
    }

    @ParameterizedTest
    @CsvSource({
        "NEG, -4",
        "ABS, 4",
        "EXP, 54.59815",
        "LOG, 1.3862944",
        "SQRT, 2",
        "RECIPROCAL, 0.25",
        "SIGMOID, 0.98201376",
        "IDENTITY, 4"
    })
    void a_function_of_a_constant_is_computed(OnnxOperator function, float expected) {
        Value x = graph.input("x", TensorType.floats(1));
        Value w = graph.constant("w", Tensor.ofFloats(new long[] {1}, 4)).then(function);

        assertFolded(graph.build("g", Map.of("y", x.then(OnnxOperator.ADD, w))), expected);
    }

    @ParameterizedTest
    @CsvSource({"ADD, 6", "SUB, 2", "MUL, 8", "DIV, 2", "POW, 16"})
    void arithmetic_on_two_constants_is_computed(OnnxOperator operator, float expected) {
        Value x = graph.input("x", TensorType.floats(1));
        Value w = graph.constant("w", Tensor.ofFloats(new long[] {1}, 4)).then(operator, graph.scalar(2));

        assertFolded(graph.build("g", Map.of("y", x.then(OnnxOperator.ADD, w))), expected);
    }

    private static void assertFolded(OnnxGraph graph, float expected) {
        OnnxGraph folded = new ConstantFolding().then(new DeadNodeRemoval()).apply(graph);
        assertThat(folded.nodes()).hasSize(1);
        assertThat(folded.initialisers().values()).containsExactly(Tensor.ofFloats(new long[] {1}, expected));
    }

    @Test
    void a_transposed_parameter_keeps_its_name() {
        Value x = graph.input("x", TensorType.floats(1, 3));
        Value w = graph.constant("w", Tensor.ofFloats(new long[] {2, 3}, 1, 2, 3, 4, 5, 6));
        Value turned = w.then(OnnxOperator.TRANSPOSE, Attribute.integers("perm", 1, 0));
        OnnxGraph built = graph.build("g", Map.of("y", x.then(OnnxOperator.MAT_MUL, turned)));

        OnnxGraph folded = GraphPass.standard().apply(built);

        assertThat(folded.initialisers())
                .containsExactly(Map.entry("w", Tensor.ofFloats(new long[] {3, 2}, 1, 4, 2, 5, 3, 6)));
        assertThat(folded.nodes().get(0).inputs()).containsExactly("x", "w");
    }

    @Test
    void a_parameter_that_others_read_too_is_not_overwritten() {
        Value w = graph.constant("w", Tensor.ofFloats(new long[] {2}, 1, 2));
        Value x = graph.input("x", TensorType.floats(2));
        Value y = x.then(OnnxOperator.ADD, w.then(OnnxOperator.NEG)).then(OnnxOperator.MUL, w);

        OnnxGraph folded = GraphPass.standard().apply(graph.build("g", Map.of("y", y)));

        assertThat(folded.initialisers()).hasSize(2).containsEntry("w", Tensor.ofFloats(new long[] {2}, 1, 2));
        assertThat(folded.initialisers().values()).contains(Tensor.ofFloats(new long[] {2}, -1, -2));
    }

    @Test
    void what_no_output_depends_on_disappears() {
        Value x = graph.input("x", TensorType.floats(2));
        x.then(OnnxOperator.ADD, graph.constant("unused", Tensor.scalar(3))).then(OnnxOperator.EXP);

        OnnxGraph kept = new DeadNodeRemoval().apply(graph.build("g", Map.of("y", x.then(OnnxOperator.RELU))));

        assertThat(kept.nodes()).extracting(Node::operator).containsExactly(OnnxOperator.RELU);
        assertThat(kept.initialisers()).isEmpty();
    }

    @Test
    void an_output_that_is_constant_stays() {
        Value w = graph.constant("w", Tensor.ofFloats(new long[] {2}, 1, 2));

        OnnxGraph folded = GraphPass.standard().apply(graph.build("g", Map.of("y", w.then(OnnxOperator.NEG))));

        assertThat(folded.nodes()).extracting(Node::operator).containsExactly(OnnxOperator.NEG);
    }

    @Test
    void a_chain_of_constants_after_a_convolution_becomes_its_weight_and_bias() {
        Value x = graph.input("x", TensorType.floats(1, 1, 2, 2));
        Value w = graph.constant("w", Tensor.ofFloats(new long[] {2, 1, 1, 1}, 3, 5));
        Value b = graph.constant("b", Tensor.ofFloats(new long[] {2}, 1, -1));
        Value mean = graph.constant("mean", Tensor.ofFloats(new long[] {1, 2, 1, 1}, 2, 4));
        Value scale = graph.constant("scale", Tensor.ofFloats(new long[] {2, 1, 1}, 10, 100));
        Value y = graph.scalar(7)
                .then(
                        OnnxOperator.SUB,
                        graph.add(OnnxOperator.CONV, List.of(x, w, b))
                                .then(OnnxOperator.SUB, mean)
                                .then(OnnxOperator.MUL, scale)
                                .then(OnnxOperator.DIV, graph.scalar(2)));

        OnnxGraph folded = GraphPass.standard().apply(graph.build("g", Map.of("y", y)));

        assertThat(folded.nodes()).hasSize(1);
        assertThat(folded.nodes().get(0).outputs()).containsExactly("y");
        assertThat(folded.initialisers())
                .containsOnly(
                        Map.entry("w", Tensor.ofFloats(new long[] {2, 1, 1, 1}, -15, -250)),
                        Map.entry("b", Tensor.ofFloats(new long[] {2}, 12, 257)));
    }

    @Test
    void constants_that_are_not_per_channel_stay() {
        Value x = graph.input("x", TensorType.floats(1, 1, 2, 2));
        Value w = graph.constant("w", Tensor.ofFloats(new long[] {2, 1, 1, 1}, 3, 5));
        Value perColumn = graph.constant("c", Tensor.ofFloats(new long[] {2}, 1, 2));
        Value y = x.then(OnnxOperator.CONV, w).then(OnnxOperator.ADD, perColumn);

        OnnxGraph folded = GraphPass.standard().apply(graph.build("g", Map.of("y", y)));

        assertThat(folded.nodes()).extracting(Node::operator).containsExactly(OnnxOperator.CONV, OnnxOperator.ADD);
    }
}
