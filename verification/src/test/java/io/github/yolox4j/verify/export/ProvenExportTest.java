package io.github.yolox4j.verify.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.export.WeightsDigest;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.export.sample.LivelyDetector;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.verify.runtime.OnnxSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenExportTest {

    private final LivelyDetector detector = LivelyDetector.of(YoloxConfig.Size.NANO, new AnchorGrid(32, 64));

    @TempDir
    Path folder;

    @Test
    void what_passes_is_handed_over_with_its_origin() throws IOException {
        Path file = folder.resolve("detector.onnx");

        ProvenExport.Proof proof = write(Form.DETECTIONS, file);

        assertThat(proof.lines())
                .hasSizeGreaterThan(2)
                .anyMatch(line -> line.startsWith("SameDiff and ONNX Runtime at confidence 0: "));
        try (OnnxSession session = OnnxSession.open(file)) {
            ModelMetadata facts = ModelMetadata.of(session.metadata());
            assertThat(facts.origin().weightsDigest()).isEqualTo(WeightsDigest.of(detector.weights()));
            assertThat(facts.names()).isEqualTo(LivelyDetector.CLASSES);
            assertThat(session.metadata())
                    .containsEntry("batch", "dynamic")
                    .containsEntry("imgsz", "[32, 64]")
                    .containsEntry("strides", "[8, 16, 32]")
                    .containsEntry("max_detections", "100");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void what_fails_is_refused_and_leaves_what_was_there() throws IOException {
        Path file = folder.resolve("detector.onnx");
        Files.writeString(file, "an earlier file");
        detector.weights().values().get("head.obj_preds.0.bias").putScalar(0, Float.NaN);

        assertThatThrownBy(() -> write(Form.RAW, file))
                .isInstanceOf(RefusedExportException.class)
                .hasMessageStartingWith("not exported: the file's outputs in ONNX Runtime differ from SameDiff's");

        assertThat(file).hasContent("an earlier file");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private ProvenExport.Proof write(Form form, Path file) throws IOException {
        return new ProvenExport(detector.config(), detector.weights(), detector.grid())
                .write(
                        DetectorOptions.of(form),
                        detector.facts(form),
                        ProvenExport.PrecisionChange.NONE,
                        detector.images(2),
                        file);
    }
}
