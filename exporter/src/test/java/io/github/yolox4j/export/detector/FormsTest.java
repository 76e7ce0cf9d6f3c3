package io.github.yolox4j.export.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.Letterbox;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.detection.metadata.Preprocessing.ColorOrder;
import io.github.yolox4j.detection.metadata.Selection;
import io.github.yolox4j.export.sample.LivelyDetector;
import io.github.yolox4j.export.sample.Networks;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.onnx.file.OnnxHeader;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.TensorDifference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every form of output and input in ONNX Runtime, beside SameDiff and the decoding and selection in Java. */
class FormsTest {

    private static final AnchorGrid GRID = new AnchorGrid(96, 96);
    private static final Closeness CLOSE = Closeness.ofTensor(1e-4);
    private static final Offset<Double> PIXELS = Offset.offset(0.01);
    private static final Offset<Double> SCORE = Offset.offset(1e-5);

    private static LivelyDetector detector;
    private static Networks network;

    @BeforeAll
    static void make() {
        detector = LivelyDetector.of(YoloxConfig.Size.NANO, GRID);
        network = new Networks(detector.config(), detector.weights());
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 13, 17, 21})
    void raw_and_decoded_are_the_outputs_of_the_network(int opset) throws IOException {
        INDArray images = Networks.letterboxed(detector.images(2), GRID);

        assertClose(
                outputs(options(Form.RAW).withOpset(new Opset(opset)), tensor(images))
                        .get(0),
                network.output(GRID, YoloxGraph.RAW, images));
        assertClose(
                outputs(options(Form.DECODED).withOpset(new Opset(opset)), tensor(images))
                        .get(0),
                network.output(GRID, YoloxGraph.DECODED, images));
    }

    @Test
    void a_dynamic_file_takes_any_size_that_the_strides_divide() throws IOException {
        AnchorGrid other = new AnchorGrid(64, 128);
        INDArray images = Networks.letterboxed(detector.images(2), other);

        Tensor decoded = outputs(options(Form.DECODED).withInput(InputForm.DYNAMIC), tensor(images))
                .get(0);

        assertClose(decoded, network.output(other, YoloxGraph.DECODED, images));
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.45, 100", "0.3, 0.2, 100", "0.05, 0.65, 5", "0, 0.3, 300", "0.9999, 0.5, 10"})
    void the_file_selects_what_postprocessing_selects(double confidence, double iou, int most) throws IOException {
        Selection selection = new Selection(confidence, iou, most);
        Tensor images = tensor(Networks.letterboxed(detector.images(3), GRID));
        float[] decoded = outputs(options(Form.DECODED), images).get(0).floats();
        List<Tensor> rows = outputs(options(Form.NMS).withSelection(selection), images);
        List<Tensor> perImage = outputs(options(Form.DETECTIONS).withSelection(selection), images);

        int length = decoded.length / 3;
        for (int i = 0; i < 3; i++) {
            float[] one = Arrays.copyOfRange(decoded, i * length, (i + 1) * length);
            List<Detection> expected =
                    selection.postprocessing().fromDecoded(one, GRID.size(), LivelyDetector.CLASSES.size());
            expected = expected.subList(0, Math.min(most, expected.size()));
            assertThat(expected.isEmpty()).isEqualTo(confidence == 0.9999);
            assertSame(ofRows(rows.get(0), i), expected);
            assertSame(ofImage(perImage, i), expected);
        }
    }

    /** An image of the input's own size passes as it is. */
    @ParameterizedTest
    @CsvSource({"BGR, 13", "RGB, 13", "BGR, 18"})
    void a_file_takes_images_as_they_are(InputForm form, int opset) throws IOException {
        List<BgrImage> images = detector.images(2, GRID.width(), GRID.height());
        DetectorOptions options = options(Form.DECODED).withInput(form).withOpset(new Opset(opset));

        Tensor found = outputs(options, bytes(images, form)).get(0);

        assertClose(found, network.output(GRID, YoloxGraph.DECODED, Networks.letterboxed(images, GRID)));
    }

    /** Outside of the file pixels are rounded to levels, in it they are not; boxes are in the image's pixels. */
    @Test
    void a_file_letterboxes_images() throws IOException {
        List<BgrImage> images = detector.images(2, 70, 45);
        Letterbox box = Letterbox.of(images.get(0), GRID.width(), GRID.height());
        INDArray expected = network.output(GRID, YoloxGraph.DECODED, Networks.letterboxed(images, GRID));

        float[] found = outputs(options(Form.DECODED).withInput(InputForm.BGR), bytes(images, InputForm.BGR))
                .get(0)
                .floats();

        double[] wanted = expected.data().asDouble();
        int row = 5 + LivelyDetector.CLASSES.size();
        double square = 0;
        double difference = 0;
        for (int i = 0; i < wanted.length; i++) {
            double number = i % row < 4 ? found[i] * box.scale() : found[i];
            square += wanted[i] * wanted[i];
            difference += Math.pow(number - wanted[i], 2);
        }
        assertThat(Math.sqrt(difference / square)).isLessThan(0.01);
    }

    @Test
    void the_file_says_how_it_was_made() throws IOException {
        DetectorOptions options = options(Form.DETECTIONS)
                .withInput(InputForm.RGB)
                .withBatch(2)
                .withOpset(new Opset(13))
                .withSelection(new Selection(0.2, 0.5, 7))
                .withNames("picture", List.of("n", "b", "s", "c"));

        OnnxHeader header = OnnxHeader.read(model(options).toBytes());

        assertThat(DetectorOptions.of(header)).isEqualTo(options);
        ModelMetadata facts = ModelMetadata.of(header.metadata());
        assertThat(facts.preprocessing().inFile()).isTrue();
        assertThat(facts.preprocessing().colorOrder()).isEqualTo(ColorOrder.RGB);
        assertThat(facts.selection()).contains(new Selection(0.2, 0.5, 7));
    }

    @Test
    void options_that_contradict_each_other_are_refused() {
        assertThatThrownBy(() -> options(Form.RAW).withInput(InputForm.BGR)).hasMessageContaining("got raw");
        assertThatThrownBy(() -> options(Form.NMS).withNames("x", List.of("a", "b")))
                .hasMessageContaining("form nms has 1 outputs");
        assertThatThrownBy(() -> options(Form.NMS).withNames("x", List.of("x")))
                .hasMessageContaining("input and outputs need different names");
    }

    @Test
    void a_file_that_says_nothing_about_its_making_is_refused() {
        Map<String, String> facts = detector.facts(Form.RAW).toMap();

        assertThatThrownBy(() -> DetectorOptions.of(new OnnxHeader("p", "1", List.of("x"), List.of("y"), facts)))
                .hasMessage("metadata batch: expected \\d{1,6}|dynamic, got ''");
        Map<String, String> more = new HashMap<>(facts);
        more.put("batch", "dynamic");
        more.put("input", "fixed");
        assertThatThrownBy(() -> DetectorOptions.of(new OnnxHeader("p", "1", List.of("x", "z"), List.of("y"), more)))
                .hasMessage("a detector has one input, the file has [x, z]");
    }

    /** The file's values by the variables they stand for. */
    @Test
    void a_trace_names_the_values_of_the_network() {
        DetectorExporter exporter = new DetectorExporter(detector.config(), detector.weights(), GRID);
        Map<String, String> trace = exporter.trace(options(Form.RAW));

        assertThat(trace.values())
                .contains(exporter.network().levels().stride8().name());
    }

    private static DetectorOptions options(Form form) {
        return DetectorOptions.of(form);
    }

    private static OnnxModel model(DetectorOptions options) {
        return new DetectorExporter(detector.config(), detector.weights(), GRID)
                .model(options, detector.facts(options.form()));
    }

    private static List<Tensor> outputs(DetectorOptions options, Tensor images) throws IOException {
        try (LoadedModel loaded = LoadedModel.of(model(options), SessionSettings.DEFAULT.withThreads(1))) {
            return List.copyOf(
                    loaded.compute(Map.of(options.names().input(), images)).values());
        }
    }

    private static Tensor tensor(INDArray array) {
        return Tensor.ofFloats(array.shape(), array.data().asFloat());
    }

    private static Tensor bytes(List<BgrImage> images, InputForm form) {
        int size = images.get(0).pixels().length;
        long[] bytes = new long[images.size() * size];
        for (int i = 0; i < bytes.length; i++) {
            int p = i % size;
            int channel = p % BgrImage.CHANNELS;
            int from = form == InputForm.RGB ? p - channel + BgrImage.CHANNELS - 1 - channel : p;
            bytes[i] = images.get(i / size).pixels()[from] & 0xff;
        }
        long[] shape = {images.size(), images.get(0).height(), images.get(0).width(), BgrImage.CHANNELS};
        return Tensor.ofWhole(ElementType.UINT8, shape, bytes);
    }

    private static void assertClose(Tensor found, INDArray expected) {
        assertThat(found.shape()).isEqualTo(expected.shape());
        double[] numbers = new double[found.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = found.floats()[i];
        }
        TensorDifference difference =
                TensorDifference.of(numbers, expected.data().asDouble(), expected.shape(), CLOSE);
        assertThat(difference.isClose()).as(difference.toString()).isTrue();
    }

    /** From rows batch, x1, y1, x2, y2, score, class. */
    private static List<Detection> ofRows(Tensor rows, int image) {
        assertThat(rows.shape()[1]).isEqualTo(7);
        List<Detection> found = new ArrayList<>();
        float[] v = rows.floats();
        for (int at = 0; at < v.length; at += 7) {
            if (v[at] == image) {
                found.add(new Detection((int) v[at + 6], v[at + 5], v[at + 1], v[at + 2], v[at + 3], v[at + 4]));
            }
        }
        return found;
    }

    /** From number, boxes, scores and classes; empty places hold zeros. */
    private static List<Detection> ofImage(List<Tensor> outputs, int image) {
        int most = (int) outputs.get(2).shape()[1];
        long number = outputs.get(0).longs()[image];
        List<Detection> found = new ArrayList<>();
        for (int i = image * most; i < (image + 1) * most; i++) {
            float[] boxes = outputs.get(1).floats();
            Detection detection = new Detection(
                    (int) outputs.get(3).longs()[i],
                    outputs.get(2).floats()[i],
                    boxes[4 * i],
                    boxes[4 * i + 1],
                    boxes[4 * i + 2],
                    boxes[4 * i + 3]);
            if (i - image * most < number) {
                found.add(detection);
            } else {
                assertThat(detection).isEqualTo(new Detection(0, 0, 0, 0, 0, 0));
            }
        }
        return found;
    }

    private static void assertSame(List<Detection> found, List<Detection> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            Detection a = found.get(i);
            Detection b = expected.get(i);
            assertThat(a.classId()).isEqualTo(b.classId());
            assertThat(a.score()).isCloseTo(b.score(), SCORE);
            assertThat(a.x1()).isCloseTo(b.x1(), PIXELS);
            assertThat(a.y1()).isCloseTo(b.y1(), PIXELS);
            assertThat(a.x2()).isCloseTo(b.x2(), PIXELS);
            assertThat(a.y2()).isCloseTo(b.y2(), PIXELS);
        }
    }
}
