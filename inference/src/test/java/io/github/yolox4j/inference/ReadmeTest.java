package io.github.yolox4j.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.sample.SmallDetector;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of README.md. */
class ReadmeTest {

    @Test
    void its_detector_finds_what_the_file_holds(@TempDir Path folder) throws IOException {
        Path file = SmallDetector.create().write(folder, ModelMetadata.Decode.DECODED, ExportOptions.dynamicBatch());
        Path image = folder.resolve("noise.png");
        ImageFiles.write(SmallDetector.noise(1, 96, 64), image);
        List<Detection> found;
        try (Detector detector =
                OnnxDetector.open(file, Postprocessing.DEFAULT, SessionSettings.DEFAULT.withThreads(2))) {
            found = detector.detect(ImageFiles.read(image));
        }

        assertThat(found).isNotEmpty().allMatch(detection -> detection.score() >= Postprocessing.DEFAULT.confidence());
    }
}
