package io.github.yolox4j.export.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxJavaType;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.sample.Networks;
import io.github.yolox4j.export.sample.SmallDetector;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Port;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorType;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class PrecisionTest {

    private static final SmallDetector SMALL = SmallDetector.create();
    private static final List<BgrImage> IMAGES =
            List.of(SmallDetector.noise(1, 96, 64), SmallDetector.noise(2, 60, 90));

    @ParameterizedTest
    @EnumSource(names = {"RAW", "DECODED"})
    void half_precision_keeps_input_and_output_and_is_close(Form form) throws IOException {
        OnnxModel model = SMALL.model(form, ExportOptions.dynamicBatch());
        OnnxModel half = model.withGraph(new HalfPrecision().apply(model.graph()));

        assertThat(half.toBytes().length).isLessThan((int) (0.8 * model.toBytes().length));
        try (LoadedModel loaded = LoadedModel.of(half, SessionSettings.DEFAULT)) {
            assertThat(loaded.inputs().get("images").type).isEqualTo(OnnxJavaType.FLOAT);
            assertThat(loaded.outputs().get("output").type).isEqualTo(OnnxJavaType.FLOAT);
        }
        assertThat(error(model.graph(), half.graph())).isBetween(1e-6, 5e-3);
    }

    @Test
    void int8_is_close_and_its_weights_are_bytes() {
        OnnxModel model = SMALL.model(Form.RAW, ExportOptions.fixedBatch(2));
        OnnxGraph int8 = Int8Precision.of(PrecisionTest::ranges).apply(model.graph());

        List<String> layers = Int8Precision.layers(model.graph());
        assertThat(layers).contains("backbone.backbone.stem.conv.conv").noneMatch(layer -> layer.contains("_preds"));
        assertThat(int8.initialisers()).containsKeys("backbone.backbone.stem.conv.conv.weight/quantized");
        assertThat(int8.initialisers()).doesNotContainKey("backbone.backbone.stem.conv.conv.weight");
        assertThat(error(model.graph(), int8)).isBetween(1e-4, 0.05);
    }

    @Test
    void a_layer_left_in_float_keeps_its_weights() {
        OnnxModel model = SMALL.model(Form.RAW, ExportOptions.fixedBatch(2));
        Set<String> kept = Set.of("backbone.backbone.stem.conv.conv", "head.stems.1.conv");

        OnnxGraph int8 =
                Int8Precision.of(PrecisionTest::ranges).withInFloat(kept).apply(model.graph());

        kept.forEach(layer -> assertThat(int8.initialisers())
                .containsKey(layer + ".weight")
                .doesNotContainKey(layer + ".weight/quantized"));
        assertThat(error(model.graph(), int8)).isBetween(1e-4, 0.05);
    }

    @Test
    void a_layer_left_in_float_must_exist() {
        OnnxGraph graph = SMALL.model(Form.RAW, ExportOptions.fixedBatch(1)).graph();
        Int8Precision int8 = Int8Precision.of((g, values) -> Map.of()).withInFloat(Set.of("stem"));

        assertThatThrownBy(() -> int8.apply(graph))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no convolution stem among [backbone.backbone.stem.conv.conv, ");
    }

    @Test
    void a_calibration_that_knows_too_little_is_refused() {
        OnnxGraph graph = SMALL.model(Form.RAW, ExportOptions.fixedBatch(1)).graph();

        assertThatThrownBy(() -> Int8Precision.of((g, values) -> Map.of()).apply(graph))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the calibration found no range for value ");
    }

    @Test
    void numbers_beyond_half_precision_are_refused() {
        assertThatThrownBy(() -> new HalfPrecision().apply(twoConvolutions(70_000, true)))
                .hasMessage("constant w holds 70000.0, half precision ends at 65504.0");
    }

    @Test
    void a_prediction_that_is_itself_an_output_is_refused() {
        assertThatThrownBy(() -> new HalfPrecision().apply(twoConvolutions(1, false)))
                .hasMessage("output y is an output that becomes half precision");
    }

    @Test
    void a_range_holds_0() {
        assertThat(Range.around(1, 2)).isEqualTo(new Range(0, 2));
        assertThatThrownBy(() -> new Range(1, 2)).hasMessage("a range must be finite and hold 0, got [1.0, 2.0]");
        assertThat(ActivationScale.of(new Range(0, 0))).isEqualTo(new ActivationScale(1, 0));
        assertThat(ActivationScale.of(new Range(-1, 254))).isEqualTo(new ActivationScale(1, 1));
    }

    private static OnnxGraph twoConvolutions(float weight, boolean decoded) {
        GraphBuilder onnx = new GraphBuilder();
        Value x = onnx.input("x", TensorType.floats(1, 1, 2, 2));
        Value w = onnx.constant("w", Tensor.ofFloats(new long[] {1, 1, 1, 1}, weight));
        Value y = x.then(OnnxOperator.CONV, w).then(OnnxOperator.CONV, w, Attribute.integer("group", 1));
        return onnx.build("g", Map.of("y", decoded ? y.then(OnnxOperator.EXP) : y));
    }

    /** From the smallest to the largest number met on the images. */
    private static Map<String, Range> ranges(OnnxGraph graph, List<String> values) {
        List<Port> outputs = values.stream()
                .map(value -> new Port(value, graph.types().get(value)))
                .toList();
        OnnxGraph showing = new OnnxGraph(
                graph.name(), graph.nodes(), graph.initialisers(), graph.inputs(), outputs, graph.types());
        Map<String, Range> ranges = new HashMap<>();
        outputs(showing).forEach((name, tensor) -> {
            float low = 0;
            float high = 0;
            for (float number : tensor.floats()) {
                low = Math.min(low, number);
                high = Math.max(high, number);
            }
            ranges.put(name, Range.around(low, high));
        });
        return ranges;
    }

    /** Difference of the outputs on the images, relative to their size. */
    private static double error(OnnxGraph expected, OnnxGraph actual) {
        float[] y = outputs(expected).get("output").floats();
        float[] z = outputs(actual).get("output").floats();
        double difference = 0;
        double square = 0;
        for (int i = 0; i < y.length; i++) {
            difference += Math.pow(y[i] - z[i], 2);
            square += Math.pow(y[i], 2);
        }
        return Math.sqrt(difference / square);
    }

    private static Map<String, Tensor> outputs(OnnxGraph graph) {
        INDArray images = Networks.letterboxed(IMAGES, SMALL.grid());
        Tensor given = Tensor.ofFloats(images.shape(), images.data().asFloat());
        try (LoadedModel model =
                LoadedModel.of(new OnnxModel(graph, "test", "", Map.of()), SessionSettings.DEFAULT.withThreads(1))) {
            return model.compute(Map.of("images", given));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
