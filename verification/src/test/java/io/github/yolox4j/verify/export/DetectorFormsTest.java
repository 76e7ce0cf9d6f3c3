package io.github.yolox4j.verify.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.export.ModelMetadata.Decode;
import io.github.yolox4j.export.Selection;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.export.detector.InputForm;
import io.github.yolox4j.export.onnx.Opset;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.AnchorGrid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form of output and input, batch form and opset of a small detector, proved. */
class DetectorFormsTest {

    private static final SmallDetector NANO = SmallDetector.of(YoloxConfig.Size.NANO, new AnchorGrid(64, 96));
    private static final int[] OPSETS = {11, 13, 17, 21};

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void nano_in_every_form_passes_the_checker_and_equals_samediff(DetectorOptions options) throws IOException {
        ProvenExport.Proof proof = new ProvenExport(NANO.config(), NANO.weights(), NANO.grid())
                .write(options, NANO.facts(options.form()), NANO.images(2), folder.resolve("nano.onnx"));
        proof.lines()
                .forEach(l -> System.out.println("@@" + options.form() + " " + options.input() + " " + options.opset()
                        + " " + options.batch() + " " + l));

        assertThat(proof.lines()).noneMatch(line -> line.contains("left out"));
        assertThat(folder.resolve("nano.onnx")).exists();
    }

    static List<DetectorOptions> forms() {
        List<DetectorOptions> forms = new ArrayList<>();
        for (Decode form : Decode.values()) {
            for (int opset : OPSETS) {
                for (InputForm input : InputForm.values()) {
                    if (form == Decode.RAW && input.isImage()) {
                        continue;
                    }
                    DetectorOptions options = DetectorOptions.of(form)
                            .withInput(input)
                            .withOpset(new Opset(opset))
                            .withSelection(new Selection(0.3, 0.45, 20));
                    forms.add(options);
                    if (input == InputForm.FIXED) {
                        forms.add(options.withBatch(2));
                    }
                }
            }
        }
        return forms;
    }
}
