package io.github.yolox4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.precision.Int8Precision;
import io.github.yolox4j.export.precision.Range;
import io.github.yolox4j.export.sample.SmallDetector;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.pass.GraphPass;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecisionTest {

    private static final SmallDetector SMALL = SmallDetector.create();
    private static final List<BgrImage> IMAGES =
            List.of(SmallDetector.noise(1, 96, 64), SmallDetector.noise(2, 60, 90), SmallDetector.noise(3, 200, 100));
    private static final int PREDICTIONS = 9;

    @TempDir
    Path folder;

    @Test
    void int8_is_close_and_its_weights_are_bytes() {
        OnnxModel model = SMALL.model(Form.RAW, ExportOptions.fixedBatch(2));
        OnnxModel int8 = with(model, Int8Precision.of(OnnxCalibrator.minMax(IMAGES)));

        List<String> layers = Int8Precision.layers(model.graph());
        assertThat(layers).contains("backbone.backbone.stem.conv.conv").noneMatch(layer -> layer.contains("_preds"));
        assertThat(int8.graph().initialisers()).containsKeys("backbone.backbone.stem.conv.conv.weight/quantized");
        assertThat(int8.graph().initialisers()).doesNotContainKey("backbone.backbone.stem.conv.conv.weight");
        assertThat(error(model.graph(), int8.graph())).isBetween(1e-4, 0.05);
    }

    @Test
    void onnx_runtime_runs_every_quantized_convolution_on_whole_numbers() throws IOException {
        OnnxModel model = SMALL.model(Form.RAW, ExportOptions.fixedBatch(1));
        Set<String> kept = Set.of("backbone.backbone.stem.conv.conv", "head.stems.1.conv");
        int layers = Int8Precision.layers(model.graph()).size();
        Path file = folder.resolve("int8.onnx");
        WholeFile.write(
                file,
                with(model, Int8Precision.of(OnnxCalibrator.minMax(IMAGES)).withInFloat(kept))::writeTo);

        Map<String, Integer> ran = OperatorProfile.of(file, new long[] {1, 3, 64, 96});

        assertThat(ran).containsEntry("QLinearConv", layers - kept.size());
        int floats = ran.getOrDefault("Conv", 0) + ran.getOrDefault("FusedConv", 0);
        assertThat(floats).isEqualTo(PREDICTIONS + kept.size());
    }

    @Test
    void ranges_are_those_of_the_numbers_met() {
        OnnxGraph graph = SMALL.model(Form.RAW, ExportOptions.dynamicBatch()).graph();
        String value = graph.nodes().stream()
                .filter(node -> node.inputs().contains("head.stems.0.conv.weight"))
                .findFirst()
                .orElseThrow()
                .output();
        float[] extremes = {0, 0};
        new Examples(IMAGES).run(OnnxCalibrator.showing(graph, List.of(value)), (name, numbers) -> {
            while (numbers.hasRemaining()) {
                float x = numbers.get();
                extremes[0] = Math.min(extremes[0], x);
                extremes[1] = Math.max(extremes[1], x);
            }
        });

        Range all = OnnxCalibrator.minMax(IMAGES).ranges(graph, List.of(value)).get(value);
        assertThat(all).isEqualTo(new Range(extremes[0], extremes[1]));
        Range most = OnnxCalibrator.percentile(IMAGES, 99)
                .ranges(graph, List.of(value))
                .get(value);
        assertThat(most.low()).isGreaterThan(all.low());
        assertThat(most.high()).isLessThan(all.high());
    }

    private static OnnxModel with(OnnxModel model, GraphPass pass) {
        return new OnnxModel(pass.apply(model.graph()), model.producer(), model.producerVersion(), model.metadata());
    }

    /** Difference of the outputs on the images, relative to their size. */
    private static double error(OnnxGraph expected, OnnxGraph actual) {
        double[] y = outputs(expected);
        double[] z = outputs(actual);
        double difference = 0;
        double square = 0;
        for (int i = 0; i < y.length; i++) {
            difference += (y[i] - z[i]) * (y[i] - z[i]);
            square += y[i] * y[i];
        }
        return Math.sqrt(difference / square);
    }

    private static double[] outputs(OnnxGraph graph) {
        List<Double> all = new ArrayList<>();
        new Examples(IMAGES).run(graph, (name, numbers) -> addAll(all, numbers));
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void addAll(List<Double> all, FloatBuffer numbers) {
        while (numbers.hasRemaining()) {
            all.add((double) numbers.get());
        }
    }
}
