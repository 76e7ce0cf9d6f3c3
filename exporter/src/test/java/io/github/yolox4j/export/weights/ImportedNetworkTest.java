package io.github.yolox4j.export.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.detection.image.Letterbox;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.network.InferredConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Our network with weights from an ONNX file computes what ONNX Runtime computes with the file. */
class ImportedNetworkTest {

    private static final YoloxConfig SMALL = new YoloxConfig("custom", 2 / 3.0, 0.125, true, 3);

    @TempDir
    private Path folder;

    @Test
    void official_nano_weights_give_the_official_output_on_six_images() throws IOException {
        Path data = SharedData.folder("yolox_nano_coco_onnx");
        List<Path> images = new ArrayList<>(List.of(data.resolve("dog.jpg")));
        try (Stream<Path> coco = Files.list(SharedData.folder("coco_val_ccby").resolve("images"))) {
            coco.sorted().limit(5).forEach(images::add);
        }
        assertThat(images).hasSize(6);
        double largest =
                largestDifference(data.resolve("yolox_nano.onnx"), letterboxed(images, new AnchorGrid(416, 416)));

        assertThat(largest).isLessThan(1e-3);
    }

    /** Batch-norm is folded by the export, so the imported weights are others, and the function is the same. */
    @Test
    void a_file_of_our_own_gives_the_same_output_when_it_is_read_back() throws IOException {
        AnchorGrid grid = new AnchorGrid(64, 96);
        Weights weights = new Yolox(SMALL).initialise(DataType.FLOAT, 3);
        weights.specs().forEach(spec -> {
            if (spec.name().endsWith(".running_var") || spec.name().endsWith(".bn.weight")) {
                INDArray value = weights.value(spec.name());
                value.assign(
                        Nd4j.linspace(0.5, 2, value.length(), DataType.FLOAT).reshape(value.shape()));
            }
        });
        Path file = folder.resolve("own.onnx");
        SameDiff graph = YoloxGraph.evaluation(SMALL, weights, grid).graph();
        OnnxExporter.standard()
                .export(
                        graph,
                        YoloxGraph.IMAGES,
                        List.of(YoloxGraph.RAW),
                        ParameterSource.of(weights.values()).orElse(ParameterSource.of(graph)),
                        ExportOptions.dynamicBatch()
                                .withMetadata(ModelMetadata.ofDetector(
                                        List.of("a", "b", "c"), 64, 96, ModelMetadata.Form.RAW, "box=iou")),
                        file);
        float[] noise = new float[3 * grid.height() * grid.width()];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = i * 37 % 256;
        }
        assertThat(largestDifference(file, List.of(noise))).isEqualTo(0, within(1e-4));
    }

    /** Of all output numbers, between our graph with the file's weights and the file in ONNX Runtime. */
    private static double largestDifference(Path file, List<float[]> images) throws IOException {
        OnnxWeights read = OnnxWeights.read(file);
        YoloxConfig config = InferredConfig.of(read.stateDict());
        AnchorGrid grid = read.input().orElseThrow();
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 0);
        assertThat(weights.load(read.stateDict()).isComplete()).isTrue();
        INDArray input = Nd4j.zeros(DataType.FLOAT, 1, 3, grid.height(), grid.width());
        Map<String, INDArray> inputs = new HashMap<>(weights.values());
        inputs.put(YoloxGraph.IMAGES, input);
        double largest = 0;
        try (GraphPlan plan = GraphPlan.compile(
                        YoloxGraph.evaluation(config, weights, grid).graph(), inputs, List.of(YoloxGraph.RAW));
                LoadedModel model = LoadedModel.open(file, SessionSettings.DEFAULT)) {
            for (float[] image : images) {
                input.assign(Nd4j.createFromArray(image).reshape(input.shape()));
                plan.run();
                float[] ours = plan.output(YoloxGraph.RAW).dup('c').data().asFloat();
                float[] theirs = model.compute(Map.of("images", Tensor.ofFloats(input.shape(), image)))
                        .values()
                        .iterator()
                        .next()
                        .floats();
                assertThat(ours).hasSameSizeAs(theirs);
                for (int i = 0; i < ours.length; i++) {
                    largest = Math.max(largest, Math.abs(ours[i] - theirs[i]));
                }
            }
        }
        return largest;
    }

    private static List<float[]> letterboxed(List<Path> files, AnchorGrid grid) throws IOException {
        List<float[]> images = new ArrayList<>();
        for (Path file : files) {
            BgrImage image = ImageFiles.read(file);
            float[] planes = new float[BgrImage.CHANNELS * grid.height() * grid.width()];
            Letterbox.of(image, grid.width(), grid.height()).apply(image).toPlanes(planes, 0);
            images.add(planes);
        }
        return images;
    }
}
