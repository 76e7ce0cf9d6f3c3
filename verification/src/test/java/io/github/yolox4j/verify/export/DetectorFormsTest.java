package io.github.yolox4j.verify.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.yolox4j.export.ModelMetadata;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.export.detector.InputForm;
import io.github.yolox4j.export.onnx.Opset;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class DetectorFormsTest {

    @TempDir
    Path folder;

    @Test
    void probe() throws IOException {
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3);
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 1);
        AnchorGrid grid = new AnchorGrid(64, 96);
        Optional<OnnxChecker> checker = OnnxChecker.find();
        assumeThat(checker).isPresent();
        List<Path> files = new ArrayList<>();
        for (ModelMetadata.Decode form : ModelMetadata.Decode.values()) {
            for (InputForm input : InputForm.values()) {
                if (input.isImage() && form == ModelMetadata.Decode.RAW) {
                    continue;
                }
                for (int opset : new int[] {11, 12, 13, 17, 18, 21}) {
                    DetectorOptions options =
                            DetectorOptions.of(form).withInput(input).withOpset(new Opset(opset));
                    Path file = folder.resolve(form + "-" + input + "-" + opset + ".onnx");
                    new DetectorExporter(config, weights, grid)
                            .model(
                                    options,
                                    ModelMetadata.ofDetector(
                                            List.of("a", "b", "c"), grid.height(), grid.width(), form, "box=iou"))
                            .write(file);
                    files.add(file);
                }
            }
        }
        List<Optional<String>> complaints = checker.get().complaints(files);
        for (int i = 0; i < files.size(); i++) {
            System.out.println("@@" + files.get(i).getFileName() + " " + complaints.get(i));
            try (io.github.yolox4j.verify.runtime.OnnxSession s =
                    io.github.yolox4j.verify.runtime.OnnxSession.open(files.get(i), 1)) {
                s.outputs().forEach((n, sh) -> System.out.println("@@   " + n + java.util.Arrays.toString(sh)));
            } catch (IOException e) {
                System.out.println("@@   " + e.getMessage());
            }
        }
        assertThat(complaints).allMatch(Optional::isEmpty);
    }
}
