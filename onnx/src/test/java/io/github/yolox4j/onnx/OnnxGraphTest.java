package io.github.yolox4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxGraphTest {

    private static final TensorType TYPE = TensorType.floats(2);

    @Test
    void nodes_are_put_in_topological_order() {
        OnnxGraph graph = graph(relu("c", "b", "y"), relu("a", "x", "a"), relu("b", "a", "b"));

        assertThat(graph.nodes()).extracting(Node::name).containsExactly("a", "b", "c");
    }

    @Test
    void nodes_in_order_keep_it() {
        OnnxGraph graph = graph(relu("p", "x", "p"), relu("q", "x", "q"), relu("r", "p", "y"));

        assertThat(graph.nodes()).extracting(Node::name).containsExactly("p", "q", "r");
    }

    @Test
    void a_circle_is_refused() {
        assertThatThrownBy(() -> graph(relu("a", "b", "a"), relu("b", "a", "b"), relu("c", "x", "y")))
                .hasMessageContaining("wait for each other");
        assertThatThrownBy(() -> graph(relu("a", "y", "y"))).hasMessageContaining("wait for each other");
    }

    @Test
    void a_value_that_nothing_makes_is_refused() {
        assertThatThrownBy(() -> graph(relu("a", "z", "y")))
                .hasMessage("node a reads z, which no node makes and which is no input and no constant");
        assertThatThrownBy(() -> graph(relu("a", "x", "z"))).hasMessage("no node makes the output y");
    }

    @Test
    void a_name_stands_for_one_value() {
        assertThatThrownBy(() -> graph(relu("a", "x", "y"), relu("b", "x", "y")))
                .hasMessage("two values are named y");
        assertThatThrownBy(() -> graph(relu("a", "x", "x"))).hasMessage("two values are named x");
        assertThatThrownBy(() -> graph(relu("a", "x", "y"), relu("a", "x", "z")))
                .hasMessage("two nodes are named a");
    }

    private static OnnxGraph graph(Node... nodes) {
        return new OnnxGraph(
                "g", List.of(nodes), Map.of(), List.of(new Port("x", TYPE)), List.of(new Port("y", TYPE)), Map.of());
    }

    private static Node relu(String name, String from, String to) {
        return new Node(name, OnnxOperator.RELU, List.of(from), List.of(to), new Attributes(List.of()));
    }
}
