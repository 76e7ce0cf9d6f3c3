package io.github.yolox4j.verify.export;

import static io.github.yolox4j.verify.export.ModelDamage.initialiser;
import static io.github.yolox4j.verify.export.ModelDamage.metadata;
import static io.github.yolox4j.verify.export.ModelDamage.weight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.detection.metadata.Selection;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.export.detector.InputForm;
import io.github.yolox4j.export.sample.LivelyDetector;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Verdict;
import io.github.yolox4j.verify.Report;
import io.github.yolox4j.verify.runtime.CastModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxPairTest {

    private static final DetectorOptions RAW = DetectorOptions.of(Form.RAW);
    private static final Selection EVERYTHING = Selection.DEFAULT.withConfidence(0);

    private static LivelyDetector detector;
    private static ModelProto raw;

    @TempDir
    Path folder;

    @BeforeAll
    static void network() throws IOException {
        detector = LivelyDetector.of(YoloxConfig.Size.NANO, new AnchorGrid(32, 32));
        raw = export(RAW);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void two_exports_of_one_network_agree_and_so_do_their_layers(DetectorOptions form) throws IOException {
        OnnxPair pair =
                pair(export(form.withOpset(new Opset(11))), export(form)).withImages(detector.images(3));

        Report report = pair.compare();
        assertThat(report.allPassed()).as(lines(report)).isTrue();
        CaseResult layers = pair.layers();
        assertThat(layers.verdict()).as(layers.line()).isEqualTo(Verdict.PASSED);
        assertThat(layers.comparisons()).hasSizeGreaterThan(300);
    }

    static Stream<DetectorOptions> forms() {
        return Stream.of(
                RAW.withBatch(2),
                DetectorOptions.of(Form.DECODED),
                DetectorOptions.of(Form.NMS).withSelection(EVERYTHING).withInput(InputForm.RGB),
                DetectorOptions.of(Form.DETECTIONS).withSelection(EVERYTHING));
    }

    @Test
    void a_changed_weight_is_seen_in_the_output_and_found_in_its_layer() throws IOException {
        OnnxPair pair = pair(
                        damaged(raw, m -> weight(m, "backbone.C3_p4.conv3.conv.weight", bytes -> bytes[3] = 0x42)), raw)
                .withImages(detector.images(2));

        Report report = pair.compare();
        assertThat(report.cases())
                .extracting(CaseResult::name, CaseResult::verdict)
                .containsExactly(
                        tuple("declarations", Verdict.PASSED),
                        tuple("outputs at batch 1", Verdict.FAILED),
                        tuple("outputs at batch 4", Verdict.FAILED));
        CaseResult layers = pair.layers();
        assertThat(layers.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(layers.checks().get(layers.checks().size() - 1).subject())
                .startsWith("backbone.C3_p4.conv3.conv/Conv (Conv of ");
        assertThat(layers.line()).contains("the first layer whose output differs, after");
    }

    @Test
    void files_that_say_nothing_of_themselves_are_fed_random_numbers() throws IOException {
        ModelProto.Builder silent = raw.toBuilder().clearMetadataProps();
        ModelProto other = damaged(silent.build(), m -> weight(m, "head.obj_preds.0.weight", b -> b[3] = 0x42));

        OnnxPair same =
                pair(silent.build(), raw.toBuilder().clearMetadataProps().build());
        assertThat(same.grid()).isEmpty();
        assertThat(same.compare().allPassed()).isTrue();
        assertThat(same.withImages(detector.images(1)).compare().allPassed())
                .as("images as YOLOX prepares them")
                .isTrue();
        assertThat(pair(other, silent.build()).compare().allPassed()).isFalse();
    }

    @Test
    void one_file_that_says_how_it_takes_images_is_enough() throws IOException {
        OnnxPair pair = pair(raw.toBuilder().clearMetadataProps().build(), raw);

        assertThat(pair.grid()).contains(detector.grid());
        assertThat(pair.withImages(detector.images(1)).compare().allPassed()).isTrue();
    }

    @Test
    void another_name_and_another_shape_of_an_output_are_named() throws IOException {
        ModelProto decoded = export(DetectorOptions.of(Form.DECODED).withNames("images", List.of("boxes")));

        Report report = pair(decoded, raw).withImages(detector.images(1)).compare();

        assertThat(lines(report))
                .contains("output 0: boxes FLOAT [-1, 21, 8], expected output FLOAT [-1, 21, 8]")
                .contains("form: decoded, expected raw")
                .contains("failed             outputs at batch 1");
        assertThat(lines(pair(export(DetectorOptions.of(Form.DETECTIONS)), raw)
                        .withImages(detector.images(1))
                        .compare()))
                .contains("number of outputs: 4, expected 1")
                .doesNotContain("outputs at batch");
    }

    @Test
    void another_threshold_of_suppression_shows_in_the_detections() throws IOException {
        DetectorOptions options = DetectorOptions.of(Form.NMS).withSelection(EVERYTHING);
        ModelProto strict = export(options.withSelection(new Selection(0, 0.1, EVERYTHING.most())));

        Report open =
                pair(strict, export(options)).withImages(detector.images(2)).compare();
        assertThat(lines(open)).contains("selection: Optional[");

        ModelProto hidden = damaged(strict, m -> metadata(m, "iou_threshold", "" + EVERYTHING.iouThreshold()));
        Report report =
                pair(hidden, export(options)).withImages(detector.images(2)).compare();
        assertThat(report.cases().get(0).verdict()).isEqualTo(Verdict.PASSED);
        assertThat(lines(report)).contains("detections of image 0: ", " is missing among the ");
    }

    @Test
    void a_file_that_does_not_run_fails() throws IOException {
        ModelProto broken = damaged(raw, m -> initialiser(m, "backbone.backbone.stem.conv.conv.weight")
                .setDims(0, 8)
                .setDims(1, 24));

        Report report = pair(broken, raw).withImages(detector.images(1)).compare();

        assertThat(lines(report)).contains("failed             outputs at batch 1 (onnx): running ");
    }

    @Test
    void files_without_a_common_name_inside_have_no_layers_to_walk_through() throws IOException {
        OnnxPair pair = pair(renamed(raw, name -> "other " + name), raw).withImages(detector.images(1));

        assertThat(pair.compare().allPassed()).isTrue();
        assertThatThrownBy(pair::layers)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing to compare: no inner value in single precision of ")
                .hasMessageContaining("a.onnx")
                .hasMessageContaining("b.onnx");
    }

    @Test
    void whole_numbers_are_compared_exactly_and_inputs_that_cannot_be_drawn_are_named() throws IOException {
        ModelProto bytes = ModelProto.parseFrom(CastModel.of(DataType.UINT8, DataType.INT64, DataType.DOUBLE));
        ModelProto other =
                damaged(bytes, m -> m.getGraphBuilder().getNodeBuilder(0).setOpType("Identity"));
        ModelProto wholes = ModelProto.parseFrom(CastModel.of(DataType.INT64, DataType.FLOAT));

        Report report = pair(bytes, bytes).compare();
        assertThat(report.allPassed()).isTrue();
        assertThat(report.cases().get(1).comparisons())
                .extracting(comparison -> comparison.tolerance().factor())
                .containsOnly(0.0, 1e-4);
        assertThatThrownBy(() -> pair(other, bytes)).hasMessageContaining("does not accept");
        assertThatThrownBy(() -> pair(wholes, wholes).compare())
                .isInstanceOf(IOException.class)
                .hasMessage("random numbers can be generated only for inputs of FLOAT, DOUBLE or UINT8, got INT64 [3]");
    }

    @Test
    void files_that_cannot_be_fed_the_same_are_refused() throws IOException {
        ModelProto larger = new Export(new AnchorGrid(64, 32)).of(RAW);
        assertRefused(
                larger, raw, "the inputs differ: ", "a.onnx takes {images=FLOAT [-1, 3, 64, 32]}", "[-1, 3, 32, 32]}");

        DetectorOptions decoded = DetectorOptions.of(Form.DECODED);
        assertRefused(export(decoded.withInput(InputForm.BGR)), export(decoded), "UINT8", "FLOAT");
        assertRefused(
                export(decoded.withInput(InputForm.BGR)),
                export(decoded.withInput(InputForm.RGB)),
                "the inputs differ: ",
                "colorOrder=BGR",
                "colorOrder=RGB");
        assertRefused(export(RAW.withBatch(1)), export(RAW.withBatch(4)), "[1, 3, 32, 32]", "[4, 3, 32, 32]");

        ModelProto open = export(RAW.withInput(InputForm.DYNAMIC)).toBuilder()
                .clearMetadataProps()
                .build();
        assertThatThrownBy(() -> pair(open, open).compare())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "neither file gives the size of axis 2 of its input FLOAT [-1, 3, -1, -1], so no random");
        assertThatThrownBy(() -> pair(open, open).withImages(detector.images(1)).compare())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("images need an input FLOAT [batch, 3, height, width] of fixed size");
    }

    @Test
    void what_is_no_onnx_file_is_named() throws IOException {
        Path file = write("a.onnx", raw);
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model");

        assertThatThrownBy(() -> OnnxPair.read(file, text, SessionSettings.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(text + ": not an ONNX file");
        assertThatThrownBy(() -> OnnxPair.read(folder.resolve("none.onnx"), file, SessionSettings.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessage("no such ONNX file: " + folder.resolve("none.onnx"));
    }

    private void assertRefused(ModelProto one, ModelProto other, String... parts) {
        assertThatThrownBy(() -> pair(one, other))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(parts);
    }

    private OnnxPair pair(ModelProto file, ModelProto reference) throws IOException {
        return OnnxPair.read(write("a.onnx", file), write("b.onnx", reference), SessionSettings.DEFAULT);
    }

    private Path write(String name, ModelProto model) throws IOException {
        return Files.write(folder.resolve(name), model.toByteArray());
    }

    private static String lines(Report report) {
        return report.cases().stream().map(CaseResult::line).collect(Collectors.joining("\n"));
    }

    private static ModelProto damaged(ModelProto model, Consumer<ModelProto.Builder> deed) {
        ModelProto.Builder damaged = model.toBuilder();
        deed.accept(damaged);
        return damaged.build();
    }

    /** The same file with other names of all values that are neither input nor output. */
    private static ModelProto renamed(ModelProto model, UnaryOperator<String> name) {
        GraphProto graph = model.getGraph();
        List<String> fixed = Stream.concat(
                        graph.getInputList().stream().map(value -> value.getName()),
                        graph.getOutputList().stream().map(value -> value.getName()))
                .toList();
        UnaryOperator<String> other = old -> fixed.contains(old) || old.isEmpty() ? old : name.apply(old);
        GraphProto.Builder renamed =
                graph.toBuilder().clearNode().clearInitializer().clearValueInfo();
        for (NodeProto node : graph.getNodeList()) {
            renamed.addNode(node.toBuilder()
                    .clearInput()
                    .clearOutput()
                    .addAllInput(node.getInputList().stream().map(other).toList())
                    .addAllOutput(node.getOutputList().stream().map(other).toList()));
        }
        for (TensorProto tensor : graph.getInitializerList()) {
            renamed.addInitializer(tensor.toBuilder().setName(other.apply(tensor.getName())));
        }
        return model.toBuilder().setGraph(renamed).build();
    }

    private static ModelProto export(DetectorOptions options) throws IOException {
        return new Export(detector.grid()).of(options);
    }

    private record Export(AnchorGrid grid) {
        ModelProto of(DetectorOptions options) throws IOException {
            return ModelProto.parseFrom(new DetectorExporter(detector.config(), detector.weights(), grid)
                    .model(
                            options,
                            new LivelyDetector(detector.config(), detector.weights(), grid).facts(options.form()))
                    .toBytes());
        }
    }
}
