package io.github.yolox4j.onnx.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.Attributes;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.onnx.Port;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpsetTest {

    @ParameterizedTest
    @CsvSource({"11, 6", "12, 7", "14, 7", "15, 8", "18, 8", "19, 9", "20, 9", "21, 10"})
    void the_file_format_is_that_of_its_time(int opset, int irVersion) {
        assertThat(new Opset(opset).irVersion()).isEqualTo(irVersion);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 22})
    void others_are_refused(int version) {
        assertThatThrownBy(() -> new Opset(version)).hasMessage("opset must be from 11 to 21, got " + version);
    }

    @Test
    void axes_move_between_attribute_and_input() {
        assertThat(nodes(11)).extracting(NodeProto::getInputCount).containsExactly(1, 1);
        assertThat(nodes(13)).extracting(NodeProto::getInputCount).containsExactly(2, 1);
        assertThat(nodes(18)).extracting(NodeProto::getInputCount).containsExactly(2, 2);
        for (int opset : new int[] {11, 13, 18}) {
            assertThat(nodes(opset)).allSatisfy(node -> assertThat(node.getAttributeList().stream()
                            .anyMatch(a -> a.getName().equals("axes")))
                    .isEqualTo(node.getInputCount() == 1));
        }
    }

    @Test
    void a_constant_that_became_an_attribute_is_left_out() {
        assertThat(model(11).getGraph().getInitializerList()).isEmpty();
        assertThat(model(17).getGraph().getInitializerList()).hasSize(1);
        assertThat(model(18).getGraph().getInitializerList()).hasSize(2);
    }

    @Test
    void operators_that_came_later_are_written_with_older_ones() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.floats(2, 3, 4));
        Map<String, Value> outputs = new LinkedHashMap<>();
        outputs.put("reached", x.then(OnnxOperator.GREATER_OR_EQUAL, builder.scalar(1)));
        outputs.put("soft", x.then(OnnxOperator.SOFTMAX, Attribute.integer("axis", 1)));
        outputs.put("last", x.then(OnnxOperator.LOG_SOFTMAX, Attribute.integer("axis", -1)));
        outputs.put(
                "part",
                builder.add(OnnxOperator.SPLIT, List.of(x, builder.list(1, 2)), 2, Attribute.integer("axis", 1))
                        .get(1));
        Value sizes = builder.list(2, 3, 8);
        outputs.put("large", builder.add(OnnxOperator.RESIZE, List.of(x, builder.absent(), builder.absent(), sizes)));
        OnnxGraph graph = builder.build("later", outputs);

        assertThat(operators(graph, 17)).containsExactly("GreaterOrEqual", "Softmax", "LogSoftmax", "Split", "Resize");
        assertThat(operators(graph, 11))
                .containsExactly(
                        "Greater", "Equal", "Or", "Transpose", "Softmax", "Transpose", "LogSoftmax", "Split", "Resize");
        assertThat(of(graph, 11).getInitializerList())
                .extracting(TensorProto::getName)
                .contains("Resize/roi", "Resize/scales");
    }

    @Test
    void axes_that_are_computed_need_a_newer_opset() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.floats(2, 3));
        Node sum =
                new Node("sum", OnnxOperator.REDUCE_SUM, List.of("x", "axes"), List.of("y"), new Attributes(List.of()));
        OnnxGraph graph = builder.build("g", Map.of("y", x.then(OnnxOperator.NEG)));
        OnnxGraph computed = new OnnxGraph(
                "g",
                List.of(sum),
                Map.of(),
                List.of(graph.inputs().get(0), new Port("axes", new TensorType(ElementType.INT64, TensorShape.of(1)))),
                graph.outputs(),
                Map.of());

        assertThat(operators(computed, 13)).containsExactly("ReduceSum");
        assertThatThrownBy(() -> of(computed, 12))
                .hasMessage("node sum: in opset 12 ReduceSum takes its axes as an attribute, but axes is no constant");
    }

    private static List<String> operators(OnnxGraph graph, int opset) {
        return of(graph, opset).getNodeList().stream().map(NodeProto::getOpType).toList();
    }

    private static GraphProto of(OnnxGraph graph, int opset) {
        return ModelProtos.of(new OnnxModel(graph, new Opset(opset), "test", "1", Map.of()))
                .getGraph();
    }

    private static List<NodeProto> nodes(int opset) {
        return model(opset).getGraph().getNodeList();
    }

    private static ModelProto model(int opset) {
        GraphBuilder builder = new GraphBuilder();
        Value sum = builder.input("x", TensorType.floats(2, 3, 4)).then(OnnxOperator.REDUCE_SUM, builder.list(1));
        Value mean = sum.then(OnnxOperator.REDUCE_MEAN, Attribute.integers("axes", 2));
        OnnxGraph graph = builder.build("reductions", Map.of("y", mean));
        return ModelProtos.of(new OnnxModel(graph, new Opset(opset), "test", "1", Map.of()));
    }
}
