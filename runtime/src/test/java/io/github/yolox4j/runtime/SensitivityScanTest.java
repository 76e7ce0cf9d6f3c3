package io.github.yolox4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.export.sample.SmallDetector;
import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorType;
import io.github.yolox4j.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SensitivityScanTest {

    private static final int CHANNELS = 4;
    private static final List<BgrImage> IMAGES = List.of(SmallDetector.noise(1, 16, 16));

    @Test
    void finds_the_convolutions_around_a_value_whose_channels_differ_much() {
        OnnxGraph graph = graph(1000);
        List<String> told = new ArrayList<>();

        Map<String, Double> errors =
                new SensitivityScan(IMAGES).errors(graph, OnnxCalibrator.minMax(IMAGES), told::add);

        assertThat(errors.keySet()).containsExactly("first", "second", "third");
        assertThat(told).containsExactly("first", "second", "third");
        assertThat(errors.get("first")).isGreaterThan(10 * errors.get("third"));
        assertThat(errors.get("second")).isGreaterThan(10 * errors.get("third"));
        assertThat(new SensitivityScan(IMAGES).above(0.1, graph, OnnxCalibrator.minMax(IMAGES)))
                .containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void finds_nothing_where_the_channels_are_alike() {
        assertThat(new SensitivityScan(IMAGES).above(0.1, graph(0), OnnxCalibrator.minMax(IMAGES)))
                .isEmpty();
    }

    @Test
    void needs_images() {
        assertThatThrownBy(() -> new SensitivityScan(List.of())).hasMessage("calibration needs at least one image");
    }

    /**
     * Three convolutions and a prediction. Channel 0 behind the first is far from the others by {@code outlier}, and
     * the second does not read it: in bytes of one scale the others drown.
     */
    private static OnnxGraph graph(float outlier) {
        GraphBuilder onnx = new GraphBuilder();
        Value images = onnx.input("images", TensorType.floats(1, BgrImage.CHANNELS, 16, 16));
        float[] bias = {outlier, 0, 0, 0};
        float[] first = weights(1, CHANNELS * BgrImage.CHANNELS, 0.01f);
        float[] second = weights(2, CHANNELS * CHANNELS, 1);
        for (int c = 0; c < CHANNELS; c++) {
            second[c * CHANNELS] = 0;
        }
        Value x = convolution(onnx, images, "first", first, BgrImage.CHANNELS, bias);
        Value y = convolution(onnx, x, "second", second, CHANNELS, new float[CHANNELS]);
        Value z = convolution(onnx, y, "third", weights(3, CHANNELS * CHANNELS, 1), CHANNELS, new float[CHANNELS]);
        Value last = convolution(onnx, z, "last", weights(4, CHANNELS * CHANNELS, 1), CHANNELS, new float[CHANNELS]);
        return onnx.build("drawn", Map.of("output", last));
    }

    private static Value convolution(GraphBuilder onnx, Value x, String name, float[] weight, int in, float[] bias) {
        onnx.enter(name);
        Value w = onnx.constant(name + ".weight", Tensor.ofFloats(new long[] {CHANNELS, in, 1, 1}, weight));
        Value b = onnx.constant(name + ".bias", Tensor.ofFloats(new long[] {CHANNELS}, bias));
        return onnx.add(OnnxOperator.CONV, List.of(x, w, b), Attribute.integers("kernel_shape", 1, 1));
    }

    private static float[] weights(long seed, int size, float largest) {
        double[] drawn = new SplitMix64(seed).doubles(size);
        float[] weights = new float[size];
        for (int i = 0; i < size; i++) {
            weights[i] = (float) (drawn[i] * 2 - 1) * largest;
        }
        return weights;
    }
}
