package io.github.yolox4j.inference;

import static io.github.yolox4j.export.sample.SmallDetector.EVERYTHING;
import static io.github.yolox4j.export.sample.SmallDetector.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.detector.InputForm;
import io.github.yolox4j.export.sample.SmallDetector;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.ort.Device;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxDetectorTest {

    private static final SmallDetector SMALL = SmallDetector.create();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"RAW", "DECODED"})
    void finds_what_the_same_weights_find_in_SameDiff(Form form) throws IOException {
        List<BgrImage> images = List.of(noise(1, 50, 40), noise(2, 200, 100), noise(3, 96, 64));
        for (ExportOptions options : List.of(ExportOptions.dynamicBatch(), ExportOptions.fixedBatch(2))) {
            Path file = SMALL.write(folder, form, options);
            try (Detector expected = SMALL.sameDiff(1);
                    Detector actual = OnnxDetector.open(file, EVERYTHING, SessionSettings.DEFAULT)) {
                List<List<Detection>> together = actual.detect(images);
                for (int i = 0; i < images.size(); i++) {
                    DetectionsAssert.assertClose(together.get(i), expected.detect(images.get(i)), 1e-6, 1e-3);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NMS", "DETECTIONS"})
    void reads_what_a_file_has_selected(Form form) throws IOException {
        List<BgrImage> images = List.of(noise(1, 50, 40), noise(2, 200, 100), noise(3, 96, 64));
        Path file = SMALL.writeSelecting(folder, form);
        try (Detector expected = SMALL.sameDiff(1);
                Detector actual = OnnxDetector.open(file, EVERYTHING, SessionSettings.DEFAULT)) {
            List<List<Detection>> together = actual.detect(images);
            for (int i = 0; i < images.size(); i++) {
                DetectionsAssert.assertClose(together.get(i), expected.detect(images.get(i)), 1e-6, 1e-3);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NMS", "DETECTIONS"})
    void of_what_a_file_has_selected_only_high_scores_are_given(Form form) throws IOException {
        Path file = SMALL.writeSelecting(folder, form);
        try (Detector all = OnnxDetector.open(file, EVERYTHING, SessionSettings.DEFAULT);
                Detector high = OnnxDetector.open(file, new Postprocessing(0.4, 0.65), SessionSettings.DEFAULT)) {
            List<Detection> found = all.detect(noise(1, 50, 40));
            assertThat(high.detect(noise(1, 50, 40)))
                    .isNotEmpty()
                    .hasSizeLessThan(found.size())
                    .isEqualTo(found.stream().filter(d -> d.score() >= 0.4).toList());
        }
    }

    /**
     * Images of the input's own size, so that no pixel is interpolated; the order of colours is the file's business.
     */
    @ParameterizedTest
    @EnumSource(names = {"BGR", "RGB"})
    void feeds_images_as_they_are_to_a_file_that_letterboxes(InputForm input) throws IOException {
        List<BgrImage> images = List.of(noise(1, 96, 64), noise(2, 96, 64));
        Path file = SMALL.writeLetterboxing(folder, Form.DECODED, input);
        try (Detector expected = SMALL.sameDiff(1);
                Detector actual = OnnxDetector.open(file, EVERYTHING, SessionSettings.DEFAULT)) {
            List<List<Detection>> together = actual.detect(images);
            for (int i = 0; i < images.size(); i++) {
                DetectionsAssert.assertClose(together.get(i), expected.detect(images.get(i)), 1e-5, 1e-2);
            }
            assertThat(actual.detect(noise(3, 200, 50))).isNotEmpty().allSatisfy(found -> assertThat(found.x1())
                    .isLessThan(200));
        }
    }

    @Test
    void more_images_than_fit_into_one_run_are_found_as_one_by_one() throws IOException {
        Path file = SMALL.write(folder, Form.DECODED, ExportOptions.dynamicBatch());
        List<BgrImage> images = new ArrayList<>();
        for (int i = 0; i < 19; i++) {
            images.add(noise(i, 96, 64));
        }
        try (Detector detector = OnnxDetector.open(file, EVERYTHING, SessionSettings.DEFAULT)) {
            List<List<Detection>> together = detector.detect(images);
            assertThat(together).hasSize(19);
            for (int i = 0; i < images.size(); i++) {
                DetectionsAssert.assertClose(together.get(i), detector.detect(images.get(i)), 1e-7, 1e-4);
            }
            assertThat(detector.detect(List.of())).isEmpty();
        }
    }

    @Test
    void a_model_in_no_file_runs_in_batches_of_the_size_asked_for() throws IOException {
        OnnxModel model =
                SMALL.model(Form.DECODED, ExportOptions.dynamicBatch().withMetadata(SMALL.facts(Form.DECODED)));
        List<BgrImage> images = List.of(noise(1, 50, 40), noise(2, 200, 100), noise(3, 96, 64));
        try (Detector expected = SMALL.sameDiff(1);
                Detector actual = OnnxDetector.of(model, EVERYTHING, SessionSettings.DEFAULT, 2)) {
            List<List<Detection>> together = actual.detect(images);
            for (int i = 0; i < images.size(); i++) {
                DetectionsAssert.assertClose(together.get(i), expected.detect(images.get(i)), 1e-6, 1e-3);
            }
        }
        assertThatThrownBy(() -> OnnxDetector.of(model, EVERYTHING, SessionSettings.DEFAULT, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a run must take at least 1 image, got 0");
        assertThatThrownBy(() -> OnnxDetector.of(
                        SMALL.model(Form.DECODED, ExportOptions.dynamicBatch()),
                        EVERYTHING,
                        SessionSettings.DEFAULT,
                        1))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("graph yolox4j: ");
    }

    @Test
    void a_file_without_facts_runs_with_facts_given() throws IOException {
        Path file = folder.resolve("silent.onnx");
        WholeFile.write(file, SMALL.model(Form.RAW, ExportOptions.fixedBatch(1).withNames("x", "y"))::writeTo);

        assertThatThrownBy(() -> OnnxDetector.open(file, EVERYTHING, SessionSettings.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": metadata has no key imgsz; it has []");
        ModelMetadata facts = SMALL.facts(Form.RAW);
        try (OnnxDetector actual = OnnxDetector.open(file, facts, EVERYTHING, SessionSettings.DEFAULT);
                Detector expected = SMALL.sameDiff(1)) {
            assertThat(actual.facts()).isEqualTo(facts);
            BgrImage image = noise(4, 70, 70);
            DetectionsAssert.assertClose(actual.detect(image), expected.detect(image), 1e-6, 1e-3);
        }
    }

    @Test
    void facts_that_do_not_fit_the_file_are_refused_with_what_was_expected() throws IOException {
        Path file = SMALL.write(folder, Form.RAW, ExportOptions.fixedBatch(1));

        ModelMetadata tooMany = ModelMetadata.ofDetector(List.of("a", "b", "c"), 64, 96, Form.RAW, "");
        assertThatThrownBy(() -> OnnxDetector.open(file, tooMany, EVERYTHING, SessionSettings.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": expected one output FLOAT[batch, 126, 8] for 3 classes and an input of 64 x 96"
                        + " pixels, the file has output FLOAT[1, 126, 7]");
        ModelMetadata tooLarge = ModelMetadata.ofDetector(SmallDetector.CLASSES, 96, 96, Form.RAW, "");
        assertThatThrownBy(() -> OnnxDetector.open(file, tooLarge, EVERYTHING, SessionSettings.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("input of 96 x 96");
    }

    @Test
    void a_file_that_is_no_model_is_refused_by_name() throws IOException {
        Path text = folder.resolve("text.onnx");
        Files.writeString(text, "this is no protobuf");

        assertThatThrownBy(() -> OnnxDetector.open(text, EVERYTHING, SessionSettings.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("ONNX Runtime does not accept " + text);
        assertThatThrownBy(() -> OnnxDetector.open(folder, EVERYTHING, SessionSettings.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessage("no such ONNX file: " + folder);
    }

    @Test
    void a_device_that_this_runtime_lacks_is_refused_with_the_remedy() throws IOException {
        Path file = SMALL.write(folder, Form.RAW, ExportOptions.fixedBatch(1));

        assertThatThrownBy(
                        () -> OnnxDetector.open(file, EVERYTHING, SessionSettings.DEFAULT.withDevice(Device.cuda(0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("device cuda:0 needs ONNX Runtime's CUDA provider")
                .hasMessageContaining("onnxruntime_gpu");
    }

    @Test
    void a_closed_detector_says_so() throws IOException {
        Path file = SMALL.write(folder, Form.RAW, ExportOptions.dynamicBatch());
        OnnxDetector detector = OnnxDetector.open(file, EVERYTHING, SessionSettings.DEFAULT.withThreads(1));
        detector.close();
        detector.close();

        assertThatThrownBy(() -> detector.detect(noise(1, 20, 20)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the detector of " + file + " is closed");
    }
}
