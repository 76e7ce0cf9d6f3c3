package io.github.yolox4j.onnx.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ModelDifferencesTest {

    private static final OnnxModel MODEL = model(new Opset(17), 2.5f, "value");

    @Test
    void a_file_of_the_model_does_not_differ() throws IOException {
        assertThat(ModelDifferences.of(MODEL.toBytes(), MODEL)).isEmpty();
    }

    @Test
    void another_opset_and_fact_are_named() throws IOException {
        assertThat(ModelDifferences.of(model(new Opset(21), 2.5f, "other").toBytes(), MODEL))
                .containsExactly(
                        "the format's IR version is 10, expected 8",
                        "the opset is 21, expected 17",
                        "metadata key is 'other', expected 'value'");
    }

    @Test
    void another_number_is_named_with_its_place() throws IOException {
        assertThat(ModelDifferences.of(model(new Opset(17), 3.5f, "value").toBytes(), MODEL))
                .containsExactly("number 1 of initialiser w is 3.5, expected 2.5");
        assertThat(changed(graph -> graph.getInitializerBuilder(1).setRawData(ByteString.copyFrom(new byte[16]))))
                .containsExactly("number 0 of initialiser constant is 0, expected -1");
        assertThat(changed(graph -> graph.getInitializerBuilder(0).setRawData(ByteString.copyFrom(new byte[4]))))
                .containsExactly("initialiser w holds 4 bytes, expected 12");
        assertThat(changed(graph -> graph.getInitializerBuilder(2).setRawData(ByteString.copyFrom(new byte[] {9}))))
                .containsExactly("number 0 of initialiser bytes is [9], expected [7]");
    }

    @Test
    void another_node_is_named() throws IOException {
        assertThat(changed(graph -> graph.getNodeBuilder(0).setOpType("Div").setInput(0, "w")))
                .containsExactly(
                        "the operator of node Mul is Div, expected Mul",
                        "what node Mul reads is [w, w], expected [x, w]");
        assertThat(changed(
                        graph -> graph.getNodeBuilder(1).getAttributeBuilder(0).setI(5)))
                .containsExactly("attribute of node Softmax: axis is 5, expected 1");
        assertThat(changed(graph -> graph.removeNode(1))).containsExactly("node Softmax is missing");
        assertThat(changed(graph -> graph.addNode(graph.getNode(0).toBuilder().setName("more"))))
                .containsExactly("node more is unexpected");
        assertThat(changed(graph -> {
                    var first = graph.getNode(0);
                    graph.setNode(0, graph.getNode(1)).setNode(1, first);
                }))
                .containsExactly("at position 0 is node Softmax, expected node Mul");
        assertThat(changed(graph -> graph.addNode(graph.getNode(0)))).contains("two things are named Mul");
    }

    @Test
    void another_shape_is_named() throws IOException {
        assertThat(changed(graph -> graph.getInputBuilder(0)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .getShapeBuilder()
                        .getDimBuilder(0)
                        .setDimValue(4)))
                .containsExactly("input x is 1 [4, 3], expected 1 [batch, 3]");
    }

    @Test
    void what_is_no_file_is_refused() {
        assertThatThrownBy(() -> ModelDifferences.of(new byte[] {1, 2, 3}, MODEL))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("not an ONNX file, or truncated");
        assertThatThrownBy(() -> OnnxHeader.read(new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessage("not an ONNX file: it contains no graph");
    }

    @Test
    void a_header_is_read_without_the_graph() throws IOException {
        assertThat(OnnxHeader.read(MODEL.withFact("more", "facts").toBytes()))
                .isEqualTo(new OnnxHeader(
                        "test", "1", List.of("x"), List.of("y"), Map.of("key", "value", "more", "facts")));
    }

    private static List<String> changed(Consumer<GraphProto.Builder> change) throws IOException {
        ModelProto.Builder proto = ModelProto.parseFrom(MODEL.toBytes()).toBuilder();
        change.accept(proto.getGraphBuilder());
        return ModelDifferences.of(proto.build().toByteArray(), MODEL);
    }

    private static OnnxModel model(Opset opset, float second, String fact) {
        GraphBuilder onnx = new GraphBuilder();
        Value x = onnx.input(
                "x", new TensorType(ElementType.FLOAT, new TensorShape(List.of(Dim.named("batch"), Dim.of(3)))));
        Value w = onnx.constant("w", Tensor.ofFloats(new long[] {3}, 1, second, 3));
        Value soft = x.then(OnnxOperator.MUL, w).then(OnnxOperator.SOFTMAX, Attribute.integer("axis", 1));
        Value shaped = soft.then(OnnxOperator.RESHAPE, onnx.list(-1, 3));
        Value bytes = onnx.constant("bytes", Tensor.ofWhole(ElementType.UINT8, new long[] {1}, 7));
        Value y = shaped.then(
                OnnxOperator.ADD, bytes.then(OnnxOperator.CAST, Attribute.integer("to", ElementType.FLOAT.code())));
        return new OnnxModel(onnx.build("g", Map.of("y", y)), opset, "test", "1", Map.of("key", fact));
    }
}
