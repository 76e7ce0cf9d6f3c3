package io.github.yolox4j.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelTest {

    @TempDir
    Path folder;

    @Test
    void the_file_holds_versions_names_shapes_and_metadata() throws IOException {
        Path file = folder.resolve("m.onnx");

        model().write(file);

        ModelProto proto = ModelProto.parseFrom(Files.readAllBytes(file));
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
        assertThat(left()).containsExactly("m.onnx");
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
    void an_older_file_is_replaced() throws IOException {
        Path file = Files.writeString(folder.resolve("m.onnx"), "old");

        model().write(file);

        assertThat(Files.readAllBytes(file)).isEqualTo(model().toBytes());
    }

    @Test
    void a_path_that_cannot_be_written_is_named_and_nothing_is_left() throws IOException {
        Path missing = folder.resolve("missing/m.onnx");
        Path plainFile = Files.writeString(folder.resolve("plain"), "text");
        Path directory = Files.createDirectory(folder.resolve("m.onnx"));

        assertThatThrownBy(() -> model().write(missing))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + missing + ": there is no folder " + missing.getParent());
        assertThatThrownBy(() -> model().write(plainFile.resolve("m.onnx")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no folder " + plainFile);
        assertThatThrownBy(() -> model().write(directory))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + directory + ": it is a folder");
        assertThat(left()).containsExactlyInAnyOrder("plain", "m.onnx");
        assertThat(directory).isEmptyDirectory();
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
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
