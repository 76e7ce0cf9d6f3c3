package io.github.yolox4j.ort;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

    @Test
    void its_example_runs_a_file(@TempDir Path folder) throws IOException {
        GraphBuilder onnx = new GraphBuilder();
        Value x = onnx.input("x", TensorType.floats(1, 3));
        OnnxModel negated = new OnnxModel(onnx.build("g", Map.of("y", x.then(OnnxOperator.NEG))), "me", "1", Map.of());
        Path file = Files.write(folder.resolve("negated.onnx"), negated.toBytes());

        SessionSettings settings = SessionSettings.DEFAULT.withThreads(2).withDeterministic(true);
        try (LoadedModel model = LoadedModel.open(file, settings)) {
            Map<String, Tensor> found = model.compute(Map.of("x", Tensor.ofFloats(new long[] {1, 3}, 1, 2, 3)));
            float[] y = found.get("y").floats();
            assertThat(y).containsExactly(-1, -2, -3);
        }
    }
}
