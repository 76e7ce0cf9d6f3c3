package io.github.yolox4j.onnx.file;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OnnxInsideTest {

    /** exp(x) + w, then its negative. */
    private static OnnxInside inside() throws IOException {
        GraphBuilder onnx = new GraphBuilder();
        Value x = onnx.input("x", TensorType.floats(2));
        Value w = onnx.constant("w", Tensor.ofFloats(new long[] {2}, 1, 2));
        Value sum = x.then(OnnxOperator.EXP).then(OnnxOperator.ADD, w);
        Map<String, Value> outputs = Map.of("y", sum.then(OnnxOperator.NEG));
        return OnnxInside.of(new OnnxModel(onnx.build("g", outputs), "test", "1", Map.of()).toBytes());
    }

    @Test
    void nodes_say_what_they_make_of_what() throws IOException {
        assertThat(inside().made())
                .containsExactly(
                        new OnnxInside.Made("Exp", "Exp", "Exp", List.of("x")),
                        new OnnxInside.Made("Add", "Add", "Add", List.of("Exp", "w")),
                        new OnnxInside.Made("Neg", "Neg", "y", List.of("Add")));
    }

    @Test
    void a_value_comes_from_known_ones_and_inputs() throws IOException {
        assertThat(inside().sources("y", Set.of())).containsExactly("x");
        assertThat(inside().sources("y", Set.of("Add"))).containsExactly("Add");
        assertThat(inside().sources("Add", Set.of("Exp"))).containsExactly("Exp");
    }

    @Test
    void values_inside_can_be_shown() throws IOException {
        GraphProto graph =
                ModelProto.parseFrom(inside().showing(List.of("Add", "Exp"))).getGraph();

        assertThat(graph.getOutputList()).extracting(ValueInfoProto::getName).containsExactly("Add", "Exp");
        assertThat(graph.getNodeCount()).isEqualTo(3);
    }

    @Test
    void a_part_reads_known_values_as_inputs() throws IOException {
        GraphProto graph =
                ModelProto.parseFrom(inside().part(List.of("y"), Set.of("Exp"))).getGraph();

        assertThat(graph.getNodeList()).extracting(NodeProto::getOpType).containsExactly("Add", "Neg");
        assertThat(graph.getInputList()).extracting(ValueInfoProto::getName).containsExactly(OnnxInside.given("Exp"));
        assertThat(graph.getInitializerList()).hasSize(1);
        GraphProto whole =
                ModelProto.parseFrom(inside().part(List.of("Exp"), Set.of())).getGraph();
        assertThat(whole.getInputList()).extracting(ValueInfoProto::getName).containsExactly("x");
        assertThat(whole.getInitializerList()).isEmpty();
    }
}
