package io.github.yolox4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphInsertionTest {

    /** Makes "early" of x, and "late" of x and "between". */
    private static OnnxGraph outer() {
        GraphBuilder onnx = new GraphBuilder();
        Value x = onnx.input("x", TensorType.floats(2));
        Value between = onnx.input("between", TensorType.floats(2));
        Value early = x.then(OnnxOperator.ADD, onnx.scalar(1));
        return onnx.build("outer", Map.of("early", early, "late", x.then(OnnxOperator.MUL, between)));
    }

    /** Makes "between" of "early" and y. */
    private static OnnxGraph inner() {
        GraphBuilder onnx = new GraphBuilder();
        Value early = onnx.input("early", TensorType.floats(2));
        Value y = onnx.input("y", TensorType.floats(2));
        Value sum = early.then(OnnxOperator.ADD, y).then(OnnxOperator.ADD, onnx.scalar(2));
        return onnx.build("inner", Map.of("between", sum));
    }

    @Test
    void the_inner_graph_reads_what_the_outer_makes_and_feeds_what_it_reads() {
        OnnxGraph joined = GraphInsertion.of(outer(), inner(), List.of("late"));

        assertThat(joined.inputs()).extracting(Port::name).containsExactly("x", "y");
        assertThat(joined.outputs()).extracting(Port::name).containsExactly("late");
        assertThat(joined.nodes())
                .extracting(Node::operator)
                .containsExactlyInAnyOrder(OnnxOperator.ADD, OnnxOperator.ADD, OnnxOperator.ADD, OnnxOperator.MUL);
        assertThat(joined.initialisers()).containsOnlyKeys("constant", "inner/constant");
        assertThat(joined.types()).containsKeys("early", "between", "late");
    }

    @Test
    void an_output_must_be_of_one_of_them() {
        assertThatThrownBy(() -> GraphInsertion.of(outer(), inner(), List.of("z")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither graph has an output z")
                .hasMessageContaining("between");
    }
}
