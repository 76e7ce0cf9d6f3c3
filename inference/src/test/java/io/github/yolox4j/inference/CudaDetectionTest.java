package io.github.yolox4j.inference;

import static org.assertj.core.api.Assumptions.assumeThatCode;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.sample.SmallDetector;
import io.github.yolox4j.ort.Device;
import io.github.yolox4j.ort.InstalledRuntime;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detection on the first GPU beside the CPU, without TF32. Skipped, saying why, where ONNX Runtime has none. */
@Tag("gpu")
class CudaDetectionTest {

    private static final double SCORE = 1e-3;
    private static final double PIXELS = 0.1;

    private static final SessionSettings CPU = SessionSettings.DEFAULT;
    private static final SessionSettings GPU = CPU.withDevice(Device.cuda(0));

    @Test
    void detections_are_those_of_the_cpu(@TempDir Path folder) throws IOException {
        assumeThatCode(() -> InstalledRuntime.require(Device.cuda(0))).doesNotThrowAnyException();
        Path file = SmallDetector.create().write(folder, Form.DECODED, ExportOptions.dynamicBatch());
        BgrImage image = SmallDetector.noise(3, 90, 60);
        try (OnnxDetector cpu = OnnxDetector.open(file, SmallDetector.EVERYTHING, CPU);
                OnnxDetector gpu = OnnxDetector.open(file, SmallDetector.EVERYTHING, GPU)) {
            DetectionsAssert.assertClose(gpu.detect(image), cpu.detect(image), SCORE, PIXELS);
        }
    }
}
