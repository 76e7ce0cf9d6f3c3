package io.github.yolox4j.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class LoadedModelTest {

    private static final SessionSettings ONE_THREAD =
            SessionSettings.DEFAULT.withThreads(1).withDeterministic(true);

    @TempDir
    Path folder;

    @Test
    void a_file_runs_and_says_what_it_takes_and_gives() throws IOException {
        Path file = folder.resolve("double.onnx");
        Files.write(file, doubling().toBytes());

        try (LoadedModel model = LoadedModel.open(file, ONE_THREAD)) {
            assertThat(model.name()).isEqualTo(file.toString());
            assertThat(Shapes.describe(model.inputs())).isEqualTo("x FLOAT[3]");
            assertThat(Shapes.describe(model.outputs())).isEqualTo("y FLOAT[3]");
            assertThat(model.metadata()).containsExactly(Map.entry("key", "value"));
            assertThat(model.compute(Map.of("x", floats(1, 2, 3)))).containsExactly(Map.entry("y", floats(2, 4, 6)));
        }
    }

    @Test
    void what_is_no_model_is_refused_by_name() throws IOException {
        Path missing = folder.resolve("none.onnx");
        Path text = Files.writeString(folder.resolve("text.onnx"), "not a model");

        assertThatThrownBy(() -> LoadedModel.open(missing, ONE_THREAD))
                .isInstanceOf(IOException.class)
                .hasMessage("no such ONNX file: " + missing);
        assertThatThrownBy(() -> LoadedModel.open(text, ONE_THREAD))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("ONNX Runtime does not accept " + text + ": ");
        assertThatThrownBy(() -> LoadedModel.of("bytes", new byte[] {1}, ONE_THREAD))
                .hasMessageStartingWith("ONNX Runtime does not accept bytes: ");
    }

    @Test
    void other_inputs_and_shapes_are_refused_by_name() throws IOException {
        try (LoadedModel model = LoadedModel.of(doubling(), ONE_THREAD)) {
            assertThatThrownBy(() -> model.compute(Map.of("z", floats(1, 2, 3))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("graph double takes inputs [x], got [z]");
            assertThatThrownBy(() -> model.compute(Map.of("x", floats(1, 2))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("running graph double failed: ");
            assertThatThrownBy(() -> model.tensor(FloatBuffer.allocate(2), 3))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("a tensor for graph double: ");
            assertThatThrownBy(() -> model.compute(Map.of("x", Tensor.ofHalves(new long[] {1}, 1))))
                    .hasMessage("inputs of half precision are not supported, got float16[1]");
        }
    }

    @Test
    void outputs_are_written_into_memory_of_the_callers() throws IOException {
        FloatBuffer numbers = direct(3).asFloatBuffer().put(0, new float[] {1, 2, 3});
        FloatBuffer doubled = direct(3).asFloatBuffer();
        try (LoadedModel model = LoadedModel.of(doubling(), ONE_THREAD);
                OnnxTensor x = model.tensor(numbers, 3);
                OnnxTensor y = model.tensor(doubled, 3)) {
            model.run(Map.of("x", x), Map.of("y", y)).close();
            assertThat(doubled.get(2)).isEqualTo(6);

            model.releaseMemory(Map.of("x", x));
            numbers.put(2, 10);
            try (OrtSession.Result result = model.run(Map.of("x", x))) {
                assertThat(((FloatBuffer) model.numbers("y", result.get(0))).get(2))
                        .isEqualTo(20);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "FLOAT16")
    void numbers_of_every_type_go_in_and_come_out(ElementType type) throws IOException {
        Tensor given = given(type);
        try (LoadedModel model = LoadedModel.of(casts(type), ONE_THREAD)) {
            Map<String, Tensor> found = model.compute(Map.of("x", given));

            assertThat(found).hasSize(ElementType.values().length);
            found.forEach((name, tensor) -> assertThat(tensor)
                    .as(name)
                    .isEqualTo(given(name.equals("FLOAT16") ? ElementType.FLOAT : ElementType.valueOf(name))));
        }
    }

    @Test
    void buffers_of_every_type_go_in_and_come_out() throws IOException {
        try (LoadedModel model = LoadedModel.of(casts(ElementType.DOUBLE), ONE_THREAD);
                OnnxTensor x = model.tensor(DoubleBuffer.wrap(new double[] {1, 0}), 2);
                OrtSession.Result result = model.run(Map.of("x", x))) {
            assertThat(model.numbers("f", result.get("FLOAT").orElseThrow())).isInstanceOf(FloatBuffer.class);
            assertThat(model.numbers("l", result.get("INT64").orElseThrow())).isInstanceOf(LongBuffer.class);
            assertThat(model.numbers("i", result.get("INT32").orElseThrow())).isInstanceOf(IntBuffer.class);
            assertThat(model.numbers("b", result.get("UINT8").orElseThrow())).isInstanceOf(ByteBuffer.class);
        }
        try (LoadedModel model = LoadedModel.of(casts(ElementType.INT64), ONE_THREAD);
                OnnxTensor x = model.tensor(LongBuffer.wrap(new long[] {1, 0}), 2)) {
            assertThat(x.getInfo().type).isEqualTo(OnnxJavaType.INT64);
            model.run(Map.of("x", x)).close();
        }
        try (LoadedModel model = LoadedModel.of(casts(ElementType.UINT8), ONE_THREAD);
                OnnxTensor x = model.tensor(ByteBuffer.wrap(new byte[] {1, 0}), 2)) {
            assertThat(x.getInfo().type).isEqualTo(OnnxJavaType.UINT8);
            model.run(Map.of("x", x)).close();
        }
    }

    @Test
    void a_device_that_this_runtime_lacks_is_refused() {
        assumeThat(InstalledRuntime.hasProvider(Device.Kind.CUDA))
                .as("ONNX Runtime is built for CUDA")
                .isFalse();
        assertThatThrownBy(() -> LoadedModel.of(doubling(), SessionSettings.DEFAULT.withDevice(Device.cuda(0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("device cuda:0 needs ONNX Runtime's CUDA provider");
    }

    @Test
    void an_open_size_fits_every_other() {
        assertThat(Shapes.fits(Shapes.OPEN, 7)).isTrue();
        assertThat(Shapes.fits(7, 7)).isTrue();
        assertThat(Shapes.fits(7, 8)).isFalse();
    }

    private static OnnxModel doubling() {
        GraphBuilder onnx = new GraphBuilder();
        Value x = onnx.input("x", TensorType.floats(3));
        return new OnnxModel(
                onnx.build("double", Map.of("y", x.then(OnnxOperator.ADD, x))), "test", "", Map.of("key", "value"));
    }

    /** Its input of two numbers, 1 and 0, as every other type, each output named as its type. */
    private static OnnxModel casts(ElementType from) {
        GraphBuilder onnx = new GraphBuilder();
        Value x = onnx.input("x", new TensorType(from, TensorShape.of(2)));
        Map<String, Value> outputs = new LinkedHashMap<>();
        for (ElementType to : ElementType.values()) {
            outputs.put(to.name(), x.then(OnnxOperator.CAST, Attribute.integer("to", to.code())));
        }
        return new OnnxModel(onnx.build("casts", outputs), Opset.DEFAULT, "test", "", Map.of());
    }

    private static Tensor given(ElementType type) {
        long[] two = {2};
        return switch (type) {
            case FLOAT -> Tensor.ofFloats(two, 1, 0);
            case FLOAT16 -> Tensor.ofHalves(two, 1, 0);
            case DOUBLE -> Tensor.ofDoubles(two, 1, 0);
            case INT8, UINT8, INT32, INT64, BOOL -> Tensor.ofWhole(type, two, 1, 0);
        };
    }

    private static Tensor floats(float... numbers) {
        return Tensor.ofFloats(new long[] {numbers.length}, numbers);
    }

    private static ByteBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
    }

    @Test
    void inputs_come_in_order() throws IOException {
        GraphBuilder onnx = new GraphBuilder();
        Value b = onnx.input("b", TensorType.floats(1));
        Value a = onnx.input("a", TensorType.floats(1));
        OnnxModel model =
                new OnnxModel(onnx.build("g", Map.of("y", b.then(OnnxOperator.SUB, a))), "test", "", Map.of());
        try (LoadedModel loaded = LoadedModel.of(model, ONE_THREAD)) {
            assertThat(List.copyOf(loaded.inputs().keySet())).containsExactly("b", "a");
        }
    }
}
