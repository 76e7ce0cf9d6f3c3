package io.github.yolox4j.verify.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxSessionTest {

    @Test
    void the_official_nano_file_runs() throws IOException {
        Path file = SharedData.folder("yolox_nano_coco_onnx").resolve("yolox_nano.onnx");

        try (OnnxSession session = OnnxSession.open(file, 2)) {
            assertThat(session.inputs().get("images")).containsExactly(1, 3, 416, 416);
            FloatTensor output = session.run(new FloatTensor(new long[] {1, 3, 416, 416}, new float[3 * 416 * 416]));

            assertThat(output.shape()).containsExactly(1, 3549, 85);
            for (int anchor = 0; anchor < 3549; anchor++) {
                for (int score = 4; score < 85; score++) {
                    assertThat(output.values()[anchor * 85 + score]).isBetween(0f, 1f);
                }
            }
            assertThatThrownBy(() -> session.run(new FloatTensor(new long[] {1, 3, 32, 32}, new float[3 * 32 * 32])))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("yolox_nano.onnx");
            assertThatThrownBy(() -> session.run(Map.of("x", new FloatTensor(new long[] {1}, 0))))
                    .hasMessageContaining("takes inputs [images], got [x]");
        }
    }

    @Test
    void a_missing_file_is_named(@TempDir Path folder) {
        Path file = folder.resolve("none.onnx");

        assertThatThrownBy(() -> OnnxSession.open(file))
                .isInstanceOf(IOException.class)
                .hasMessage("no ONNX file " + file);
    }

    @Test
    void a_file_that_is_no_model_is_named(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("text.onnx"), "not a model");

        assertThatThrownBy(() -> OnnxSession.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not accept " + file);
    }
}
