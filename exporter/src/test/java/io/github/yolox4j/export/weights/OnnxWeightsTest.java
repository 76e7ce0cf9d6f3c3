package io.github.yolox4j.export.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.InferredConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.StateDict;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.testkit.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class OnnxWeightsTest {

    private static final YoloxConfig SMALL = new YoloxConfig("custom", 1 / 3.0, 0.125, false, 3);

    @TempDir
    private Path folder;

    @Test
    void every_convolution_of_the_official_file_gets_its_name() throws IOException {
        Path data = SharedData.folder("yolox_nano_coco_onnx");
        OnnxWeights read = OnnxWeights.read(data.resolve("yolox_nano.onnx"));
        List<String> expected = ConvNameMap.read(data.resolve("conv_name_map.json"));
        assertThat(read.stateDict().names().stream()
                        .filter(name ->
                                name.endsWith(".conv.weight") || name.matches("head\\.\\w+_preds\\.\\d\\.weight"))
                        .map(name -> name + " "
                                + Arrays.toString(read.stateDict()
                                        .tensor(name)
                                        .orElseThrow()
                                        .shape())))
                .containsExactlyElementsOf(expected);
        assertThat(InferredConfig.of(read.stateDict())).isEqualTo(YoloxConfig.of(YoloxConfig.Size.NANO));
        assertThat(read.input()).contains(new AnchorGrid(416, 416));
        assertThat(read.metadata()).isEmpty();
        Weights nano = new Yolox(YoloxConfig.of(YoloxConfig.Size.NANO)).initialise(DataType.FLOAT, 1);
        assertThat(nano.load(read.stateDict()).isComplete()).isTrue();
    }

    /** What is imported computes what was exported: see the end to end tests of verification for the outputs. */
    @Test
    void a_file_of_our_own_comes_back_with_batch_norm_folded() throws IOException {
        Weights weights = new Yolox(SMALL).initialise(DataType.FLOAT, 1);
        String block = "backbone.C3_n3.conv2";
        weights.value(block + ".bn.weight").assign(3);
        weights.value(block + ".bn.bias").assign(0.5);
        weights.value(block + ".bn.running_mean").assign(0.25);
        weights.value(block + ".bn.running_var").assign(4);
        Path file = exported(weights);

        OnnxWeights read = OnnxWeights.read(file);

        assertThat(InferredConfig.of(read.stateDict())).isEqualTo(SMALL);
        assertThat(read.input()).contains(new AnchorGrid(64, 96));
        assertThat(read.metadata().orElseThrow().names()).containsExactly("a", "b", "c");
        Weights loaded = new Yolox(SMALL).initialise(DataType.FLOAT, 2);
        assertThat(loaded.load(read.stateDict()).isComplete()).isTrue();
        double scale = 3 / Math.sqrt(4 + 1e-3);
        INDArray expected = weights.reference(block + ".conv.weight").mul(scale);
        assertThat(loaded.reference(block + ".conv.weight").equalsWithEps(expected, 1e-6))
                .isTrue();
        assertThat(loaded.reference(block + ".bn.bias").getDouble(0)).isEqualTo(0.5 - 0.25 * scale, within(1e-6));
        assertThat(loaded.reference(block + ".bn.running_mean").getDouble(0)).isZero();
        assertThat(loaded.reference(block + ".bn.running_var").getDouble(0)).isEqualTo(1 - 1e-3, within(1e-7));
    }

    /** Our order of execution is not the reference's, and neither matters. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void without_names_in_any_order_convolutions_are_found_by_what_they_are_connected_to(boolean depthwise)
            throws IOException {
        YoloxConfig config = new YoloxConfig("custom", 2 / 3.0, 0.125, depthwise, 4);
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 1);
        Path file = exported(config, weights);
        StateDict expected = OnnxWeights.read(file).stateDict();
        rename(file, ".conv.weight", ".conv.weighs");
        rename(file, "_preds.", "_prfds.");
        for (long seed = 1; seed <= 3; seed++) {
            OnnxFiles.shuffle(file, new Random(seed));
            assertEqual(OnnxWeights.read(file).stateDict(), expected);
        }
    }

    @Test
    void the_official_file_is_read_in_any_order_and_with_its_numbers_beside_it() throws IOException {
        Path official = SharedData.folder("yolox_nano_coco_onnx").resolve("yolox_nano.onnx");
        StateDict expected = OnnxWeights.read(official).stateDict();
        Path file = Files.copy(official, folder.resolve("nano.onnx"));
        OnnxFiles.shuffle(file, new Random(5));
        OnnxFiles.moveNumbersOut(file, "nano.data");

        assertEqual(OnnxWeights.read(file).stateDict(), expected);
    }

    private static void assertEqual(StateDict found, StateDict expected) {
        assertThat(found.names()).containsExactlyInAnyOrderElementsOf(expected.names());
        for (String name : expected.names()) {
            assertThat(found.tensor(name)).as(name).isEqualTo(expected.tensor(name));
        }
    }

    @Test
    void a_network_that_is_connected_otherwise_is_refused() throws IOException {
        Path file = exported(new Yolox(SMALL).initialise(DataType.FLOAT, 1));
        OnnxFiles.feedFromInputOf(file, "head.cls_convs.1.0", "head.cls_convs.0.0");
        assertThatThrownBy(() -> OnnxWeights.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(
                        ".*: not a readable YOLOX: its \\d+ convolutions are not connected as those of a YOLOX");
    }

    /** All shapes fit. */
    @Test
    void exchanged_names_are_noticed_by_what_feeds_what() throws IOException {
        Path file = exported(new Yolox(SMALL).initialise(DataType.FLOAT, 1));
        rename(file, "head.cls_convs.0.0.", "head.xyz_convs.0.0.");
        rename(file, "head.reg_convs.0.0.", "head.cls_convs.0.0.");
        rename(file, "head.xyz_convs.0.0.", "head.reg_convs.0.0.");
        assertThatThrownBy(() -> OnnxWeights.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(".*: not a readable YOLOX: convolution \\d+ \\(.*\\) is named"
                        + " head.(cls|reg)_convs.0.0.conv.weight, but is connected as"
                        + " head.(reg|cls)_convs.0.0.conv.weight");
    }

    /** To a name of the same length. */
    private static void rename(Path file, String from, String to) throws IOException {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(content).contains(from);
        Files.write(file, content.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void a_file_of_another_kind_is_refused_by_name() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no model");
        assertThatThrownBy(() -> OnnxWeights.read(text))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(text + ": not an ONNX file");

        SameDiff graph = SameDiff.create();
        graph.placeHolder("x", DataType.FLOAT, -1, 4).mul("y", 2);
        Path sums = folder.resolve("sums.onnx");
        OnnxExporter.standard().export(graph, "x", List.of("y"), ExportOptions.dynamicBatch(), sums);
        assertThatThrownBy(() -> OnnxWeights.read(sums))
                .hasMessage(sums + ": not a readable YOLOX: it has no convolutions, its operators are [Mul]");
    }

    @Test
    void a_file_cut_in_half_is_refused_by_name() throws IOException {
        Path file = exported(new Yolox(SMALL).initialise(DataType.FLOAT, 1));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> OnnxWeights.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": not an ONNX file, or truncated");
    }

    /** The structure of the file is at its beginning and end, the numbers between them. */
    @Test
    void damage_anywhere_is_survived() throws IOException {
        Path file = exported(new Yolox(SMALL).initialise(DataType.FLOAT, 1));
        byte[] bytes = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 60; i++) {
            byte[] damaged = bytes.clone();
            int place = i % 2 == 0 ? random.nextInt(20_000) : damaged.length - 1 - random.nextInt(20_000);
            damaged[place] = (byte) random.nextInt(256);
            Files.write(file, damaged);
            Throwable thrown = catchThrowable(() -> OnnxWeights.read(file));
            if (thrown != null) {
                assertThat(thrown)
                        .as("byte " + place)
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith(file.toString());
            }
        }
    }

    private Path exported(Weights weights) throws IOException {
        return exported(SMALL, weights);
    }

    private Path exported(YoloxConfig config, Weights weights) throws IOException {
        SameDiff graph =
                YoloxGraph.evaluation(config, weights, new AnchorGrid(64, 96)).graph();
        Path file = folder.resolve("own.onnx");
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
        return file;
    }
}
