package io.github.yolox4j.verify.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.Letterbox;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.detection.metadata.Selection;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.export.detector.InputForm;
import io.github.yolox4j.export.sample.LivelyDetector;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.verify.runtime.OnnxSession;
import io.github.yolox4j.verify.runtime.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the check of selected detections finds, and the letterbox that it compares with. */
class SelectionTest {

    private static LivelyDetector detector;

    @TempDir
    Path folder;

    @BeforeAll
    static void make() {
        detector = LivelyDetector.of(YoloxConfig.Size.NANO, new AnchorGrid(96, 96));
    }

    @Test
    void a_detection_more_or_less_or_elsewhere_is_found() throws IOException {
        Selection selection = new Selection(0.1, 0.45, 300);
        Feed feed = new Feed(detector.facts(Form.DECODED).preprocessing(), detector.grid());
        Tensor input = feed.input(detector.images(1));
        DecodedOutput decoded = DecodedOutput.of(
                Tensors.numbers(run(Form.DECODED, selection, input).get(0)), detector.grid(), 1);
        List<Detection> found =
                FoundDetections.of(Form.NMS, run(Form.NMS, selection, input), 1).get(0);
        assertThat(found).hasSizeBetween(3, 299);

        List<Detection> less = new ArrayList<>(found);
        less.remove(1);
        List<Detection> more = new ArrayList<>(found);
        more.add(1, found.get(1));
        List<Detection> moved = new ArrayList<>(found);
        Detection d = found.get(1);
        moved.set(1, new Detection(d.classId(), d.score(), d.x1() + 0.05, d.y1(), d.x2(), d.y2()));
        List<Detection> swapped = new ArrayList<>(found);
        Collections.reverse(swapped);

        assertThat(check(selection, less, decoded)).satisfies(fails("is missing among the"));
        assertThat(check(selection, more, decoded)).satisfies(fails("overlap by 1.0000"));
        assertThat(check(selection, moved, decoded)).satisfies(fails("does not belong to an anchor"));
        assertThat(check(selection, swapped, decoded)).satisfies(fails("has a higher score than the previous one"));
        assertThat(check(selection, found, decoded)).matches(Check::passed, "passed");
        assertThat(check(new Selection(0.1, 0.45, 2), moved, decoded)).satisfies(fails("at most 2"));
        assertThat(check(new Selection(0.99, 0.45, 300), moved, decoded)).satisfies(fails("the minimum is 0.99"));
    }

    /** OpenCV interpolates in whole numbers and rounds; the file does not. */
    @Test
    void the_letterbox_in_the_file_is_that_of_opencv_to_a_level() {
        for (int[] size : new int[][] {{70, 45}, {200, 131}, {33, 90}, {96, 96}, {640, 480}}) {
            BgrImage image = detector.images(1, size[0], size[1]).get(0);
            Letterbox box = Letterbox.of(image, 96, 96);
            float[] opencv = new float[3 * 96 * 96];
            box.apply(image).toPlanes(opencv, 0);
            float[] ours = BilinearLetterbox.planes(image, box);
            for (int i = 0; i < ours.length; i++) {
                assertThat(ours[i]).as("%d of %d x %d", i, size[0], size[1]).isCloseTo(opencv[i], Offset.offset(1f));
            }
        }
    }

    private static Check check(Selection selection, List<Detection> found, DecodedOutput decoded) {
        return new SelectionCheck(selection).of("image", found, decoded);
    }

    private static Consumer<Check> fails(String finding) {
        return check -> {
            assertThat(check.passed()).isFalse();
            assertThat(check.finding()).contains(finding);
        };
    }

    private List<Tensor> run(Form form, Selection selection, Tensor input) throws IOException {
        Path file = folder.resolve("file.onnx");
        WholeFile.write(
                file,
                new DetectorExporter(detector.config(), detector.weights(), detector.grid())
                        .model(
                                DetectorOptions.of(form)
                                        .withSelection(selection)
                                        .withInput(InputForm.FIXED),
                                detector.facts(form))::writeTo);
        try (OnnxSession session = OnnxSession.open(file, SessionSettings.DEFAULT.withThreads(1))) {
            return List.copyOf(session.run(Map.of("images", input)).values());
        }
    }
}
