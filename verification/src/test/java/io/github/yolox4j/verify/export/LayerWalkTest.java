package io.github.yolox4j.verify.export;

import static io.github.yolox4j.verify.export.ModelDamage.initialiser;
import static io.github.yolox4j.verify.export.ModelDamage.node;
import static io.github.yolox4j.verify.export.ModelDamage.weight;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.detection.metadata.Preprocessing;
import io.github.yolox4j.export.WeightsDigest;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.export.detector.InputForm;
import io.github.yolox4j.export.sample.LivelyDetector;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.onnx.file.OnnxInside;
import io.github.yolox4j.onnx.file.OnnxInside.Made;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Verdict;
import io.github.yolox4j.verify.layers.LayerWalk;
import io.github.yolox4j.verify.layers.SameDiffValues;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file with one layer changed: the walk ends there, and at no other. */
class LayerWalkTest {

    private static LivelyDetector detector;
    private static BgrImage image;
    private static ModelProto whole;
    private static Map<String, String> variables;
    private static Map<String, Tensor> input;
    private static SameDiffValues reference;

    @TempDir
    Path folder;

    @BeforeAll
    static void network() throws IOException {
        detector = LivelyDetector.of(YoloxConfig.Size.NANO, new AnchorGrid(32, 32));
        image = detector.images(1).get(0);
        DetectorOptions options = DetectorOptions.of(Form.DECODED);
        whole = export(options);
        Feed feed = new Feed(Preprocessing.yolox(), detector.grid());
        input = Map.of(options.names().input(), feed.input(List.of(image)));
        DetectorExporter exporter = new DetectorExporter(detector.config(), detector.weights(), detector.grid());
        variables = exporter.trace(options);
        reference = SameDiffValues.of(exporter, variables, feed.planes(image), 1);
    }

    @AfterAll
    static void close() {
        reference.close();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void every_layer_of_a_whole_file_agrees(DetectorOptions form) throws IOException {
        CaseResult layers = review(export(form));

        assertThat(layers.verdict()).as(layers.line()).isEqualTo(Verdict.PASSED);
        assertThat(layers.comparisons())
                .as("convolutions and what is between them")
                .hasSizeGreaterThan(300)
                .allMatch(comparison -> comparison.numbers() > 0);
    }

    static Stream<DetectorOptions> forms() {
        return Stream.concat(
                Stream.of(Form.values()).map(DetectorOptions::of),
                Stream.of(
                        DetectorOptions.of(Form.RAW).withBatch(2).withInput(InputForm.DYNAMIC),
                        DetectorOptions.of(Form.DETECTIONS).withInput(InputForm.RGB)));
    }

    /** @param node the one that is changed */
    record Fault(String what, String node, Consumer<ModelProto.Builder> deed) {
        @Override
        public String toString() {
            return what + " of " + node;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void the_walk_ends_at_the_layer_that_was_changed(Fault fault) throws IOException {
        ModelProto.Builder model = whole.toBuilder();
        fault.deed().accept(model);

        CaseResult layers = walk(model.build());

        assertThat(layers.verdict()).as(layers.line()).isEqualTo(Verdict.FAILED);
        List<Check> checks = layers.checks();
        assertThat(checks.subList(0, checks.size() - 1)).allMatch(Check::passed);
        Check last = checks.get(checks.size() - 1);
        assertThat(last.passed()).isFalse();
        assertThat(last.subject()).startsWith(fault.node() + " (");
        assertThat(layers.line())
                .contains("the first layer whose output differs, after " + (checks.size() - 1) + " that agree");
    }

    static List<Fault> faults() {
        String stem = "backbone.backbone.stem.conv.conv";
        String middle = "backbone.backbone.dark3.1.m.0.conv2.dconv.conv";
        String bottom = "backbone.C3_n4.conv3.conv";
        String last = "head.obj_preds.2";
        return List.of(
                weightChanged(stem),
                weightChanged(middle),
                weightChanged(bottom),
                weightChanged(last),
                inputsSwapped("concat/Concat"),
                inputsSwapped("concat_2/Concat"),
                inputsSwapped("concat_16/Concat"),
                new Fault("another input", "add_8/Add", m -> node(m, "add_8/Add")
                        .setInput(0, node(m, "add_8/Add").getInput(1))),
                new Fault("another input", "head.reg_preds.1/Conv", m -> node(m, "head.reg_preds.1/Conv")
                        .setInput(0, node(m, "head.cls_preds.1/Conv").getInput(0))),
                attributeChanged(stem + "/Conv", "pads", a -> a.clearInts().addAllInts(List.of(0L, 0L, 2L, 2L))),
                attributeChanged(stem + "/Conv", "strides", a -> a.clearInts().addAllInts(List.of(2L, 2L))),
                attributeChanged("upsampling2d_1/Resize", "mode", a -> a.setS(ByteString.copyFromUtf8("linear"))),
                attributeChanged("concat_16/Concat", "axis", a -> a.setI(3)),
                new Fault("the operator", "sigmoid_40/Sigmoid", m -> node(m, "sigmoid_40/Sigmoid")
                        .setOpType("Tanh")),
                new Fault("a weight's shape", middle + "/Conv", m -> initialiser(m, middle + ".weight")
                        .setDims(0, 8)
                        .setDims(1, 2)));
    }

    private static Fault weightChanged(String layer) {
        return new Fault(
                "one weight, by 5 %,",
                layer + "/Conv",
                m -> weight(m, layer + ".weight", bytes -> {
                    ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                    numbers.putFloat(0, 1.05f * numbers.getFloat(0));
                }));
    }

    private static Fault inputsSwapped(String node) {
        return new Fault("two swapped inputs", node, m -> {
            NodeProto.Builder swapped = node(m, node);
            String first = swapped.getInput(0);
            swapped.setInput(0, swapped.getInput(1)).setInput(1, first);
        });
    }

    private static Fault attributeChanged(String node, String attribute, Consumer<AttributeProto.Builder> deed) {
        return new Fault(
                "attribute " + attribute,
                node,
                m -> deed.accept(node(m, node).getAttributeBuilderList().stream()
                        .filter(a -> a.getName().equals(attribute))
                        .findFirst()
                        .orElseThrow()));
    }

    @Test
    void the_line_says_what_the_layer_reads_how_far_it_is_off_and_where() throws IOException {
        ModelProto.Builder model = whole.toBuilder();
        weight(model, "head.obj_preds.2.weight", bytes -> bytes[3] = 0x42);

        assertThat(walk(model.build()).line())
                .startsWith("failed             layers (onnx): head.obj_preds.2/Conv (Conv of ")
                .containsPattern("Mul, head\\.obj_preds\\.2\\.weight, head\\.obj_preds\\.2\\.bias\\) is ")
                .containsPattern(
                        " within 2\\.0E-5 of max\\(\\S+, the largest \\|expected\\|\\); 1 of 1 numbers are outside the"
                                + " tolerance \\(abs \\S+, rel \\S+\\)");
    }

    @Test
    void damage_behind_the_network_is_in_no_layer() throws IOException {
        ModelProto.Builder model = whole.toBuilder();
        node(model, "decode/Exp").setOpType("Sqrt");

        assertThat(walk(model.build()).verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void layers_of_a_file_that_is_not_ours_are_not_walked() throws IOException {
        CaseResult layers = review(whole.toBuilder().setProducerName("others").build());

        assertThat(layers.verdict()).isEqualTo(Verdict.LEFT_OUT);
        assertThat(layers.reason()).startsWith("not found by name: made by others");
    }

    private static CaseResult walk(ModelProto model) throws IOException {
        OnnxInside file = OnnxInside.of(model.toByteArray());
        List<Made> layers = file.made().stream()
                .filter(made -> variables.containsKey(made.value()))
                .toList();
        return LayerWalk.result("onnx", new LayerWalk(file, input, SessionSettings.DEFAULT).of(layers, reference), 0);
    }

    private CaseResult review(ModelProto model) throws IOException {
        Path file = Files.write(folder.resolve("file.onnx"), model.toByteArray());
        return new ExportReview(
                        detector.config(),
                        detector.weights(),
                        detector.grid(),
                        detector.facts(Form.DECODED),
                        SessionSettings.DEFAULT)
                .layers(file, image);
    }

    private static ModelProto export(DetectorOptions options) throws IOException {
        return ModelProto.parseFrom(new DetectorExporter(detector.config(), detector.weights(), detector.grid())
                .model(options, detector.facts(options.form()).withOrigin("", WeightsDigest.of(detector.weights())))
                .toBytes());
    }
}
