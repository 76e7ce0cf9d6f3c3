package io.github.yolox4j.inference;

import static io.github.yolox4j.export.sample.SmallDetector.EVERYTHING;
import static io.github.yolox4j.export.sample.SmallDetector.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.DetectionPhases;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.OutputDecoder;
import io.github.yolox4j.detection.dnn.DnnPhases;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.detector.InputForm;
import io.github.yolox4j.export.sample.SmallDetector;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Detection in phases is detection; whoever runs the network. */
class DetectionPhasesTest {

    private static final SmallDetector SMALL = SmallDetector.create();
    private static final List<BgrImage> IMAGES = List.of(noise(1, 90, 60), noise(2, 40, 80));
    private static final double SCORE = 1e-4;
    private static final double PIXELS = 0.05;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"RAW", "DECODED"})
    void onnx_runtime_and_opencv_find_what_the_detector_finds(Form form) throws IOException {
        Path file = SMALL.write(folder, form, ExportOptions.fixedBatch(2));
        try (OnnxDetector detector = OnnxDetector.open(file, EVERYTHING, SessionSettings.DEFAULT);
                DetectionPhases onnxRuntime = detector.phases(2);
                DetectionPhases openCv = DnnPhases.open(file, detector.facts().decoder(EVERYTHING), 2)) {
            List<List<Detection>> expected = detector.detect(IMAGES);
            assertThat(found(onnxRuntime)).isEqualTo(expected);
            assertThat(found(onnxRuntime)).as("a second time").isEqualTo(expected);
            for (int i = 0; i < IMAGES.size(); i++) {
                DetectionsAssert.assertClose(found(openCv).get(i), expected.get(i), SCORE, PIXELS);
            }
        }
    }

    private static List<List<Detection>> found(DetectionPhases phases) {
        phases.prepare(IMAGES);
        phases.run();
        return phases.finish();
    }

    @Test
    void another_number_of_images_than_the_files_is_refused() throws IOException {
        Path file = SMALL.write(folder, Form.RAW, ExportOptions.fixedBatch(2));
        try (OnnxDetector detector = OnnxDetector.open(file, EVERYTHING, SessionSettings.DEFAULT);
                DetectionPhases phases = detector.phases(2)) {
            assertThatThrownBy(() -> detector.phases(3)).hasMessage(file + " takes 2 images a run, not 3");
            assertThatThrownBy(() -> phases.prepare(IMAGES.subList(0, 1))).hasMessage("a run takes 2 images, got 1");
        }
    }

    @Test
    void a_file_that_letterboxes_by_itself_has_no_phases() throws IOException {
        Path file = SMALL.writeLetterboxing(folder, Form.DECODED, InputForm.BGR);
        try (OnnxDetector detector = OnnxDetector.open(file, EVERYTHING, SessionSettings.DEFAULT)) {
            assertThatThrownBy(() -> detector.phases(1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(file + " contains the letterbox, so its phases cannot be timed separately");
        }
    }

    @Test
    void opencv_says_which_file_it_does_not_accept() throws IOException {
        Path text = folder.resolve("text.onnx");
        Files.writeString(text, "this is no protobuf");

        assertThatThrownBy(() -> DnnPhases.open(text, OutputDecoder.raw(SMALL.grid(), 2, EVERYTHING), 1))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("OpenCV's DNN module does not accept " + text + ": ");
    }
}
