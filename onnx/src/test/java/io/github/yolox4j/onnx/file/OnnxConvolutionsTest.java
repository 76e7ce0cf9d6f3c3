package io.github.yolox4j.onnx.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.github.yolox4j.onnx.file.OnnxConvolutions.OnnxBatchNorm;
import io.github.yolox4j.onnx.file.OnnxConvolutions.OnnxConvolution;
import io.github.yolox4j.onnx.tensor.HalfFloat;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of others: constants in every place and width that the format has. */
class OnnxConvolutionsTest {

    private static final long[] SHAPE = {2, 1, 1, 1};

    @TempDir
    Path folder;

    @Test
    void convolutions_come_in_order_with_what_feeds_them() throws IOException {
        GraphProto.Builder graph = graph(floats("w").addFloatData(1).addFloatData(2));
        graph.addInitializer(TensorProto.newBuilder()
                .setName("b")
                .setDataType(DataType.FLOAT.getNumber())
                .addDims(2)
                .addFloatData(3)
                .addFloatData(4));
        graph.addNode(node("Conv", "first", "x", "w", "b"));
        graph.addNode(node("Relu", "bent", "first"));
        graph.addNode(node("Identity", "same", "bent"));
        graph.addNode(node("Identity", "v", "w"));
        graph.addNode(node("Conv", "second", "same", "v"));

        OnnxConvolutions read = read(graph);

        assertThat(read.inputShape()).containsExactly(-1L, 3L);
        assertThat(read.operators()).isEqualTo(Set.of("Conv", "Relu", "Identity"));
        assertThat(read.all())
                .containsExactly(
                        new OnnxConvolution(
                                "first",
                                "w",
                                Tensor.ofFloats(SHAPE, 1, 2),
                                Optional.of(Tensor.ofFloats(new long[] {2}, 3, 4)),
                                Optional.empty(),
                                Set.of()),
                        new OnnxConvolution(
                                "second",
                                "v",
                                Tensor.ofFloats(SHAPE, 1, 2),
                                Optional.empty(),
                                Optional.empty(),
                                Set.of(0)));
    }

    @Test
    void a_batch_norm_belongs_to_the_convolution_before_it() throws IOException {
        GraphProto.Builder graph = withNorm("c");

        OnnxConvolution convolution = read(graph).all().get(0);

        assertThat(convolution.norm())
                .contains(new OnnxBatchNorm(pair(1, 2), pair(3, 4), pair(5, 6), pair(7, 8), 1e-5));
        graph.getNodeBuilder(1)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("epsilon")
                        .setType(AttributeProto.AttributeType.FLOAT)
                        .setF(0.25f));
        assertThat(read(graph).all().get(0).norm().orElseThrow().epsilon()).isEqualTo(0.25);
        assertRefused(withNorm("x"), "batch-norm bn does not follow a convolution");
        GraphProto.Builder wrong = withNorm("c");
        wrong.getInitializerBuilder(3).setDims(0, 1).clearFloatData().addFloatData(1);
        assertRefused(wrong, "batch-norm bn has tensor float[1] for a convolution of weights tensor float[2, 1, 1, 1]");
    }

    /** A convolution, and a batch-norm of this value. */
    private static GraphProto.Builder withNorm(String value) {
        GraphProto.Builder graph = graph(floats("w").addFloatData(1).addFloatData(2));
        for (int i = 0; i < 4; i++) {
            graph.addInitializer(TensorProto.newBuilder()
                    .setName("n" + i)
                    .setDataType(DataType.FLOAT.getNumber())
                    .addDims(2)
                    .addFloatData(2 * i + 1)
                    .addFloatData(2 * i + 2));
        }
        graph.addNode(node("Conv", "c", "x", "w"));
        return graph.addNode(node("BatchNormalization", "bn", value, "n0", "n1", "n2", "n3"));
    }

    private static Tensor pair(float first, float second) {
        return Tensor.ofFloats(new long[] {2}, first, second);
    }

    /** The sizes of a convolution's output do not make what is computed from them its follower. */
    @Test
    void sizes_and_casts_of_constants_are_seen_through() throws IOException {
        GraphProto.Builder graph = graph(floats("w").addFloatData(1).addFloatData(2));
        graph.addNode(node("Cast", "v", "w"));
        graph.addNode(node("Conv", "first", "x", "v"));
        graph.addNode(node("Shape", "sizes", "first"));
        graph.addNode(node("Reshape", "y", "x", "sizes"));
        graph.addNode(node("Conv", "second", "y", "w"));

        OnnxConvolutions read = read(graph);

        assertThat(read.all()).extracting(OnnxConvolution::sources).containsExactly(Set.of(), Set.of());
        assertThat(read.all().get(0).weight()).isEqualTo(Tensor.ofFloats(SHAPE, 1, 2));
    }

    @Test
    void weights_of_every_width_are_read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        for (TensorProto.Builder constant : List.of(
                floats("w").setRawData(raw(bytes.clear().putFloat(1).putFloat(2))),
                of(DataType.DOUBLE).addDoubleData(1).addDoubleData(2),
                of(DataType.DOUBLE).setRawData(raw(bytes.clear().putDouble(1).putDouble(2))),
                of(DataType.FLOAT16).addInt32Data(HalfFloat.bits(1)).addInt32Data(HalfFloat.bits(2)),
                of(DataType.FLOAT16)
                        .setRawData(
                                raw(bytes.clear().putShort(HalfFloat.bits(1)).putShort(HalfFloat.bits(2)))))) {
            assertThat(read(graph(constant).addNode(node("Conv", "c", "x", "w")))
                            .all())
                    .extracting(OnnxConvolution::weight)
                    .containsExactly(Tensor.ofFloats(SHAPE, 1, 2));
        }
    }

    @Test
    void weights_may_be_constants_of_a_node() throws IOException {
        GraphProto.Builder graph = graph().addNode(node("Constant", "w")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("value")
                        .setType(AttributeProto.AttributeType.TENSOR)
                        .setT(floats("w").addFloatData(1).addFloatData(2))));

        assertThat(read(graph.addNode(node("Conv", "c", "x", "w"))).all()).hasSize(1);
    }

    @Test
    void what_cannot_be_read_is_named() {
        assertRefused(graph().addNode(node("Conv", "c", "x")), "convolution c has no weights");
        assertRefused(graph().addNode(node("Conv", "c", "x", "w")), "'w' of convolution c is no constant of the file");
        assertRefused(
                graph(of(DataType.INT8)).addNode(node("Conv", "c", "x", "w")),
                "'w' of convolution c: expected floating-point numbers, found INT8");
        assertRefused(beside("../w.data", 0, 8), "values are in '../w.data', which is not in the folder of the model");
        assertRefused(beside("w.data", 0, 8), "w.data, and there is no such file");
        assertRefused(
                graph(floats("w").setDims(0, 0)).addNode(node("Conv", "c", "x", "w")),
                "a shape of positive sizes is expected, found [0, 1, 1, 1]");
        assertRefused(
                graph(floats("w").clearDims().addDims(2).addFloatData(1).addFloatData(2))
                        .addNode(node("Conv", "c", "x", "w")),
                "expected [out, in, height, width] and [out]");
        assertRefused(
                graph().addInput(ValueInfoProto.newBuilder().setName("z")).addNode(node("Relu", "y", "x")),
                "one input is expected, found [x, z]");
        assertRefused(graph(), "not an ONNX file, it has no graph");
    }

    @Test
    void numbers_may_lie_in_a_file_beside_the_model() throws IOException {
        ByteBuffer numbers = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(
                folder.resolve("w.data"),
                numbers.putInt(7).putFloat(1.5f).putFloat(-2).array());

        assertThat(read(beside("w.data", 4, 8)).all().get(0).weight().floats()).containsExactly(1.5f, -2);
        assertRefused(beside("w.data", 8, 8), "its values are bytes 8 to 16 of " + folder.resolve("w.data"));
    }

    private static GraphProto.Builder beside(String location, long offset, long length) {
        TensorProto.Builder weights = floats("w")
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(fact("location", location))
                .addExternalData(fact("offset", Long.toString(offset)))
                .addExternalData(fact("length", Long.toString(length)));
        return graph(weights).addNode(node("Conv", "c", "x", "w"));
    }

    private static StringStringEntryProto fact(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private void assertRefused(GraphProto.Builder graph, String reason) {
        assertThatThrownBy(() -> read(graph))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder.resolve("file.onnx") + ": ")
                .hasMessageContaining(reason);
    }

    private OnnxConvolutions read(GraphProto.Builder graph) throws IOException {
        Path file = folder.resolve("file.onnx");
        Files.write(file, ModelProto.newBuilder().setGraph(graph).build().toByteArray());
        return OnnxConvolutions.read(file);
    }

    /** With an input {@code x}, and constants that are listed among the inputs as old files do. */
    private static GraphProto.Builder graph(TensorProto.Builder... constants) {
        GraphProto.Builder graph = GraphProto.newBuilder();
        ValueInfoProto.Builder x = ValueInfoProto.newBuilder().setName("x");
        x.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(3));
        graph.addInput(x);
        for (TensorProto.Builder constant : constants) {
            graph.addInitializer(constant).addInput(ValueInfoProto.newBuilder().setName(constant.getName()));
        }
        return graph;
    }

    private static TensorProto.Builder floats(String name) {
        return of(DataType.FLOAT).setName(name);
    }

    private static TensorProto.Builder of(DataType type) {
        TensorProto.Builder constant = TensorProto.newBuilder().setName("w").setDataType(type.getNumber());
        for (long side : SHAPE) {
            constant.addDims(side);
        }
        return constant;
    }

    private static ByteString raw(ByteBuffer written) {
        return ByteString.copyFrom(written.flip());
    }

    private static NodeProto.Builder node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setName(output)
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output);
    }
}
