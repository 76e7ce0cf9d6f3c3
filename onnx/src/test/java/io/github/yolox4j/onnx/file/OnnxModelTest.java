package io.github.yolox4j.onnx.file;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxModelTest {

    @Test
    void the_file_holds_versions_names_shapes_and_metadata() throws IOException {
        ModelProto proto = ModelProto.parseFrom(model().toBytes());
        assertThat(proto.getIrVersion()).isEqualTo(8);
        assertThat(proto.getOpsetImport(0).getVersion()).isEqualTo(17);
        assertThat(proto.getProducerName()).isEqualTo("test");
        assertThat(proto.getMetadataProps(0).getKey()).isEqualTo("key");
        assertThat(proto.getMetadataProps(0).getValue()).isEqualTo("value");
        TensorShapeProto shape =
                proto.getGraph().getInput(0).getType().getTensorType().getShape();
        assertThat(shape.getDim(0).getDimParam()).isEqualTo("batch");
        assertThat(shape.getDim(1).getDimValue()).isEqualTo(3);
        assertThat(proto.getGraph().getNode(0).getOpType()).isEqualTo("Mul");
        assertThat(proto.getGraph()
                        .getInitializer(0)
                        .getRawData()
                        .asReadOnlyByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getFloat(4))
                .isEqualTo(-2.5f);
    }

    @Test
    void constants_of_double_precision_keep_every_bit() throws IOException {
        GraphBuilder onnx = new GraphBuilder();
        Value x = onnx.input("x", new TensorType(ElementType.DOUBLE, TensorShape.of(2)));
        Value shifted = x.then(OnnxOperator.ADD, onnx.constant(Tensor.ofDoubles(new long[] {2}, 1e-8, -1.0 / 3)));
        OnnxModel model = new OnnxModel(onnx.build("g", Map.of("y", shifted)), "test", "", Map.of());

        ModelProto proto = ModelProto.parseFrom(model.toBytes());
        var numbers = proto.getGraph().getInitializer(0).getRawData().asReadOnlyByteBuffer();
        numbers.order(ByteOrder.LITTLE_ENDIAN);
        assertThat(numbers.getDouble(0)).isEqualTo(1e-8);
        assertThat(numbers.getDouble(8)).isEqualTo(-1.0 / 3);
    }

    @Test
    void writing_to_a_stream_gives_the_same_bytes_and_leaves_it_open() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        model().writeTo(out);
        out.write(1);

        assertThat(out.toByteArray()).startsWith(model().toBytes()).hasSize(model().toBytes().length + 1);
    }

    private static OnnxModel model() {
        GraphBuilder graph = new GraphBuilder();
        Value x = graph.input(
                "x", new TensorType(ElementType.FLOAT, new TensorShape(List.of(Dim.named("batch"), Dim.of(3)))));
        Value w = graph.constant("w", Tensor.ofFloats(new long[] {3}, 1, -2.5f, 3));
        OnnxGraph built = graph.build("g", Map.of("y", x.then(OnnxOperator.MUL, w)));
        return new OnnxModel(built, "test", "1", Map.of("key", "value"));
    }
}
