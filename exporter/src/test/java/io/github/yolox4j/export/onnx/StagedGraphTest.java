package io.github.yolox4j.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StagedGraphTest {

    private final GraphBuilder graph = new GraphBuilder();
    private final Value x = graph.input("x", TensorType.floats(2));
    private final Value late = graph.input("late", TensorType.floats(2));
    private final Value offset = graph.constant("offset", Tensor.ofFloats(new long[] {2}, 1, 2));

    @Test
    void the_first_stage_makes_the_early_outputs_and_hands_on_what_the_second_reads() {
        Value root = x.then(OnnxOperator.EXP);
        Value early = root.then(OnnxOperator.ADD, offset);
        Value rest = root.then(OnnxOperator.MUL, late).then(OnnxOperator.SUB, early);
        Map<String, Value> outputs = new LinkedHashMap<>();
        outputs.put("early", early);
        outputs.put("rest", rest);

        StagedGraph staged = StagedGraph.of(graph.build("g", outputs), List.of("early"));

        assertThat(staged.first().nodes())
                .extracting(Node::operator)
                .containsExactly(OnnxOperator.EXP, OnnxOperator.ADD);
        assertThat(staged.first().inputs()).extracting(Port::name).containsExactly("x");
        assertThat(staged.first().initialisers()).containsOnlyKeys("offset");
        assertThat(staged.carried()).extracting(Port::name).containsExactlyInAnyOrder("Exp", "early");
        assertThat(staged.first().outputs()).extracting(Port::name).containsExactly("early", "Exp");
        assertThat(staged.second().inputs()).extracting(Port::name).containsExactlyInAnyOrder("late", "Exp", "early");
        assertThat(staged.second().outputs()).extracting(Port::name).containsExactly("rest");
        assertThat(staged.second().initialisers()).isEmpty();
    }

    @Test
    void an_early_output_must_be_one() {
        OnnxGraph built = graph.build("g", Map.of("y", x.then(OnnxOperator.EXP)));

        assertThatThrownBy(() -> StagedGraph.of(built, List.of("z")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[z]")
                .hasMessageContaining("[y]");
    }
}
