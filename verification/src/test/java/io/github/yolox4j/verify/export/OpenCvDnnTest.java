package io.github.yolox4j.verify.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.export.ModelMetadata.Decode;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.export.onnx.Opset;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.verify.Comparison;
import io.github.yolox4j.verify.Numbers;
import io.github.yolox4j.verify.runtime.FloatTensor;
import io.github.yolox4j.verify.runtime.OnnxSession;
import java.io.IOException;
import java.nio.file.Path;
import nu.pattern.OpenCV;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.dnn.Dnn;
import org.opencv.dnn.Net;

/** A second runtime: OpenCV's DNN module computes what ONNX Runtime computes. */
class OpenCvDnnTest {

    private static SmallDetector detector;

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        OpenCV.loadLocally();
        detector = SmallDetector.of(YoloxConfig.Size.NANO, new AnchorGrid(64, 96));
    }

    @ParameterizedTest
    @CsvSource({"RAW, 11", "RAW, 17", "DECODED, 11", "DECODED, 17"})
    void opencv_equals_onnx_runtime(Decode form, int opset) throws IOException {
        Path file = folder.resolve("detector.onnx");
        new DetectorExporter(detector.config(), detector.weights(), detector.grid())
                .model(DetectorOptions.of(form).withBatch(2).withOpset(new Opset(opset)), detector.facts(form))
                .write(file);
        FloatTensor input = new Feed(detector.facts(form).preprocessing(), detector.grid()).input(detector.images(2));

        try (OnnxSession session = OnnxSession.open(file, 1)) {
            FloatTensor expected = session.run(input);
            Numbers actual = opencv(file, input, expected.shape());
            assertThat(Comparison.of("output", actual, expected.numbers(), OnnxParity.TOLERANCE))
                    .matches(Comparison::passed, "within the tolerance");
        }
    }

    private static Numbers opencv(Path file, FloatTensor input, long[] shape) {
        int[] sizes = {2, 3, detector.grid().height(), detector.grid().width()};
        Net net = Dnn.readNetFromONNX(file.toString());
        Mat blob = new Mat(sizes, CvType.CV_32F);
        blob.put(new int[4], input.values());
        net.setInput(blob);
        Mat output = net.forward();
        float[] numbers = new float[(int) output.total()];
        output.get(new int[output.dims()], numbers);
        return Numbers.of(numbers, shape);
    }
}
