package io.github.yolox4j.export.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.export.sample.LivelyDetector;
import io.github.yolox4j.export.sample.Networks;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.TensorDifference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nu.pattern.OpenCV;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.dnn.Dnn;
import org.opencv.dnn.Net;

/** A second runtime: OpenCV's DNN module computes what ONNX Runtime computes. */
class OpenCvDnnTest {

    private static final AnchorGrid GRID = new AnchorGrid(64, 96);

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        OpenCV.loadLocally();
    }

    @ParameterizedTest
    @CsvSource({"RAW, 11", "RAW, 17", "DECODED, 11", "DECODED, 17"})
    void opencv_equals_onnx_runtime(Form form, int opset) throws IOException {
        assertEqual(LivelyDetector.of(YoloxConfig.Size.NANO, GRID), form, opset);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(
            value = YoloxConfig.Size.class,
            names = {"M", "L", "X"},
            mode = EnumSource.Mode.EXCLUDE)
    void opencv_equals_onnx_runtime_for_every_size(YoloxConfig.Size size) throws IOException {
        LivelyDetector detector = LivelyDetector.of(size, GRID);
        for (Form form : List.of(Form.RAW, Form.DECODED)) {
            for (int opset : new int[] {11, 17}) {
                assertEqual(detector, form, opset);
            }
        }
    }

    private void assertEqual(LivelyDetector detector, Form form, int opset) throws IOException {
        Path file = folder.resolve("detector.onnx");
        WholeFile.write(
                file,
                new DetectorExporter(detector.config(), detector.weights(), detector.grid())
                                .model(
                                        DetectorOptions.of(form).withBatch(2).withOpset(new Opset(opset)),
                                        detector.facts(form))::writeTo);
        INDArray input = Networks.letterboxed(detector.images(2), detector.grid());

        INDArray expected = Subject.array(run(file, Subject.tensor(input)));
        assertThat(Subject.difference(opencv(file, input, expected.shape()), expected, EveryRuleTest.RESULT))
                .as(form + ", opset " + opset)
                .matches(TensorDifference::isClose, "within the tolerance");
    }

    private static Tensor run(Path file, Tensor images) throws IOException {
        try (LoadedModel model = LoadedModel.open(file, SessionSettings.DEFAULT.withThreads(1))) {
            return model.compute(Map.of("images", images)).get("output");
        }
    }

    private static INDArray opencv(Path file, INDArray input, long[] shape) {
        int[] sizes = {2, 3, GRID.height(), GRID.width()};
        Net net = Dnn.readNetFromONNX(file.toString());
        Mat blob = new Mat(sizes, CvType.CV_32F);
        blob.put(new int[4], input.data().asFloat());
        net.setInput(blob);
        Mat output = net.forward();
        float[] numbers = new float[(int) output.total()];
        output.get(new int[output.dims()], numbers);
        return Nd4j.createFromArray(numbers).reshape('c', shape);
    }
}
