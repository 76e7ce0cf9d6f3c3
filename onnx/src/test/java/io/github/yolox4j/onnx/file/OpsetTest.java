package io.github.yolox4j.onnx.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.TensorType;
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
