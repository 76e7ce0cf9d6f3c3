package io.github.yolox4j.verify.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxSessionTest {

    @Test
    void the_official_nano_file_runs() throws IOException {
        Path file = SharedData.folder("yolox_nano_coco_onnx").resolve("yolox_nano.onnx");

        try (OnnxSession session = OnnxSession.open(file, SessionSettings.DEFAULT.withThreads(2))) {
            assertThat(session.inputs().get("images").shape()).containsExactly(1L, 3L, 416L, 416L);
            Tensor output = session.run(Tensor.ofFloats(new long[] {1, 3, 416, 416}, new float[3 * 416 * 416]));

            assertThat(output.shape()).containsExactly(1, 3549, 85);
            for (int anchor = 0; anchor < 3549; anchor++) {
                for (int score = 4; score < 85; score++) {
                    assertThat(output.floats()[anchor * 85 + score]).isBetween(0f, 1f);
                }
            }
            assertThatThrownBy(() -> session.run(Tensor.ofFloats(new long[] {1, 3, 32, 32}, new float[3 * 32 * 32])))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("yolox_nano.onnx");
            assertThatThrownBy(() -> session.run(Map.of("x", Tensor.ofFloats(new long[] {1}, 0))))
                    .hasMessageContaining("takes inputs [images], got [x]");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE", "UINT8"})
    void numbers_of_every_type_go_in_and_come_out(DataType from) throws IOException {
        byte[] model = CastModel.of(
                from,
                DataType.FLOAT,
                DataType.FLOAT16,
                DataType.DOUBLE,
                DataType.INT8,
                DataType.UINT8,
                DataType.INT32,
                DataType.INT64,
                DataType.BOOL);
        try (OnnxSession session = OnnxSession.of("casts", model, SessionSettings.DEFAULT)) {
            assertThat(session.inputs()).hasToString("{x=" + from + " [3]}");
            Map<String, Tensor> found = session.run(Map.of("x", given(from)));

            assertThat(found).hasSize(8);
            found.forEach((type, tensor) -> assertThat(tensor.doubles())
                    .as(type)
                    .containsExactly(type.equals("bool") ? new double[] {1, 0, 1} : new double[] {2, 0, 100}));
        }
    }

    private static Tensor given(DataType type) {
        long[] shape = {3};
        return switch (type) {
            case FLOAT -> Tensor.ofFloats(shape, 2, 0, 100);
            case DOUBLE -> Tensor.ofDoubles(shape, 2, 0, 100);
            default -> Tensor.ofWhole(ElementType.UINT8, shape, 2, 0, 100);
        };
    }

    @Test
    void what_is_no_number_is_refused_by_name() throws IOException {
        byte[] model = CastModel.of(DataType.FLOAT, DataType.STRING);
        try (OnnxSession session = OnnxSession.of("casts", model, SessionSettings.DEFAULT)) {
            assertThatThrownBy(() -> session.run(Tensor.ofFloats(new long[] {3}, 2, 0, 100)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("output string of casts holds no numbers");
        }
    }

    @Test
    void a_missing_file_is_named(@TempDir Path folder) {
        Path file = folder.resolve("none.onnx");

        assertThatThrownBy(() -> OnnxSession.open(file))
                .isInstanceOf(IOException.class)
                .hasMessage("no such ONNX file: " + file);
    }

    @Test
    void a_file_that_is_no_model_is_named(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("text.onnx"), "not a model");

        assertThatThrownBy(() -> OnnxSession.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not accept " + file);
    }
}
