package io.github.yolox4j.verify.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.detection.metadata.Selection;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.export.detector.InputForm;
import io.github.yolox4j.export.sample.LivelyDetector;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.OnnxChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Forms of output and input, batch forms and opsets: what ONNX Runtime and the official checker make of the files. */
class DetectorFormsTest {

    private static final AnchorGrid GRID = new AnchorGrid(64, 96);
    private static final Selection SELECTION = new Selection(0.3, 0.45, 20);
    private static final int[] OPSETS = {11, 13, 17, 21};

    /** Files that lie on the disk together, for the checker to be started once for all of them. */
    private static final int AT_ONCE = 16;

    @TempDir
    Path folder;

    /** Each form at each opset; batch and input vary along. */
    @Test
    void nano_in_every_form_and_opset_equals_samediff_and_passes_the_checker() throws IOException {
        List<DetectorOptions> forms = new ArrayList<>();
        for (int i = 0; i < OPSETS.length; i++) {
            for (Form form : Form.values()) {
                DetectorOptions options = options(form, OPSETS[i]);
                forms.add(i % 2 == 0 ? options : options.withBatch(2));
                forms.add(options.withInput(i % 2 == 0 ? InputForm.DYNAMIC : InputForm.FIXED));
            }
        }
        prove(LivelyDetector.of(YoloxConfig.Size.NANO, GRID), forms);
    }

    @Test
    void nano_that_letterboxes_images_itself_equals_samediff_and_passes_the_checker() throws IOException {
        prove(
                LivelyDetector.of(YoloxConfig.Size.NANO, GRID),
                List.of(
                        options(Form.DECODED, 11).withInput(InputForm.BGR),
                        options(Form.DECODED, 17).withInput(InputForm.RGB),
                        options(Form.NMS, 13).withInput(InputForm.RGB),
                        options(Form.DETECTIONS, 21).withInput(InputForm.BGR).withBatch(2)));
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(
            value = YoloxConfig.Size.class,
            names = {"M", "L", "X"},
            mode = EnumSource.Mode.EXCLUDE)
    void every_size_in_everything_equals_samediff_and_passes_the_checker(YoloxConfig.Size size) throws IOException {
        List<DetectorOptions> forms = new ArrayList<>();
        for (Form form : Form.values()) {
            for (int opset : OPSETS) {
                for (InputForm input : InputForm.values()) {
                    if (form != Form.RAW || !input.isImage()) {
                        forms.add(options(form, opset).withInput(input));
                        forms.add(options(form, opset).withInput(input).withBatch(2));
                    }
                }
            }
        }
        prove(LivelyDetector.of(size, GRID), forms);
    }

    private void prove(LivelyDetector detector, List<DetectorOptions> forms) throws IOException {
        OnnxParity parity = new OnnxParity(detector.config(), detector.weights(), SessionSettings.DEFAULT);
        List<BgrImage> images = detector.images(2);
        for (int first = 0; first < forms.size(); first += AT_ONCE) {
            prove(parity, detector, images, forms.subList(first, Math.min(first + AT_ONCE, forms.size())));
        }
        assumeThat(OnnxChecker.find())
                .as("the ONNX checker is not built: run the phase 'verify' with -am")
                .isPresent();
    }

    private void prove(OnnxParity parity, LivelyDetector detector, List<BgrImage> images, List<DetectorOptions> forms)
            throws IOException {
        Map<Path, DetectorOptions> files = new LinkedHashMap<>();
        for (DetectorOptions options : forms) {
            Path file = folder.resolve(files.size() + ".onnx");
            WholeFile.write(
                    file,
                    new DetectorExporter(detector.config(), detector.weights(), detector.grid())
                            .model(options, detector.facts(options.form()))::writeTo);
            files.put(file, options);
            for (OnnxParity.Result result : parity.compare(file, images)) {
                assertThat(result.checks()).isNotEmpty();
                assertThat(result.passed()).as(options + ": " + result.line()).isTrue();
            }
        }
        Optional<OnnxChecker> checker = OnnxChecker.find();
        if (checker.isPresent()) {
            List<Optional<String>> complaints = checker.get().complaints(List.copyOf(files.keySet()));
            for (Path file : files.keySet()) {
                assertThat(complaints.remove(0)).as(files.get(file).toString()).isEmpty();
            }
        }
        for (Path file : files.keySet()) {
            Files.delete(file);
        }
    }

    private static DetectorOptions options(Form form, int opset) {
        return DetectorOptions.of(form).withOpset(new Opset(opset)).withSelection(SELECTION);
    }
}
