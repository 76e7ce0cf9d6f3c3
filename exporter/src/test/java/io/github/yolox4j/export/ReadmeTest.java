package io.github.yolox4j.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.onnx.file.OnnxHeader;
import io.github.yolox4j.onnx.file.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class ReadmeTest {

    @Test
    void its_example_writes_a_file(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("nano.onnx");
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(2);
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 1);
        ModelMetadata metadata = ModelMetadata.ofDetector(List.of("cat", "dog"), 416, 416, Form.DETECTIONS, "");

        OnnxModel model = new DetectorExporter(config, weights, new AnchorGrid(416, 416))
                .model(DetectorOptions.of(Form.DETECTIONS).withOpset(new Opset(13)), metadata);
        WholeFile.write(file, model::writeTo);

        OnnxHeader written = OnnxHeader.read(Files.readAllBytes(file));
        assertThat(written.outputs()).hasSize(4);
        assertThat(ModelMetadata.of(written.metadata()).names()).containsExactly("cat", "dog");
    }
}
