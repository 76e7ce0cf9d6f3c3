package io.github.yolox4j.verify.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.github.yolox4j.export.ModelMetadata.Decode;
import io.github.yolox4j.export.WeightsDigest;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.verify.CaseResult;
import io.github.yolox4j.verify.Check;
import io.github.yolox4j.verify.Report;
import io.github.yolox4j.verify.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A good file, damaged in one place: the review names it. */
class DamagedExportTest {

    private static final String STEM = "backbone.backbone.stem.conv.conv.weight";

    private static SmallDetector detector;
    private static ExportReview review;
    private static byte[] whole;

    @TempDir
    Path folder;

    /** @param sentence part of what the review must say */
    record Damage(String name, Consumer<ModelProto.Builder> deed, String sentence) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void export() {
        detector = SmallDetector.of(YoloxConfig.Size.NANO, new AnchorGrid(32, 32));
        review = new ExportReview(
                detector.config(), detector.weights(), detector.grid(), detector.facts(Decode.DECODED));
        whole = new DetectorExporter(detector.config(), detector.weights(), detector.grid())
                .model(
                        DetectorOptions.of(Decode.DECODED),
                        detector.facts(Decode.DECODED).withOrigin("", WeightsDigest.of(detector.weights())))
                .toBytes();
    }

    @Test
    void a_whole_file_passes() throws IOException {
        Report report = review(whole);
        assertThat(report.allPassed()).as(report.cases().toString()).isTrue();
        assertThat(report.cases())
                .extracting(CaseResult::name)
                .contains("content", "outputs at batch 1, 32 x 32", "outputs at batch 4, 32 x 32");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void damage_is_found_and_its_place_named(Damage damage) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(whole).toBuilder();
        damage.deed().accept(model);

        assertThat(review(model.build().toByteArray()).cases())
                .filteredOn(result -> result.verdict() == Verdict.FAILED)
                .extracting(CaseResult::summary)
                .anySatisfy(summary -> assertThat(summary).contains(damage.sentence()));
    }

    @Test
    void a_file_of_another_maker_is_judged_by_its_outputs_alone() throws IOException {
        ModelProto other = ModelProto.parseFrom(whole).toBuilder()
                .setProducerName("others")
                .build();
        Report report = review(other.toByteArray());

        assertThat(report.allPassed()).as(report.cases().toString()).isTrue();
        assertThat(report.cases())
                .filteredOn(result -> result.verdict() == Verdict.LEFT_OUT)
                .anySatisfy(result -> {
                    assertThat(result.name()).isEqualTo("content");
                    assertThat(result.reason()).contains("made by others");
                });
    }

    @Test
    void every_layer_of_a_whole_file_agrees() throws IOException {
        CaseResult layers = review.layers(written(whole), detector.images(1).get(0));

        assertThat(layers.verdict()).as(layers.line()).isEqualTo(Verdict.PASSED);
        assertThat(layers.comparisons())
                .as("convolutions and what is between them")
                .hasSizeGreaterThan(150)
                .allMatch(comparison -> comparison.numbers() > 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                STEM,
                "backbone.backbone.dark3.1.m.0.conv2.dconv.conv.weight",
                "backbone.C3_n4.conv3.conv.weight",
                "head.obj_preds.2.weight"
            })
    void the_walk_ends_at_the_layer_that_parts(String weight) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(whole).toBuilder();
        weight(model, weight, bytes -> bytes[3] = 0x42);

        CaseResult layers = review.layers(
                written(model.build().toByteArray()), detector.images(1).get(0));

        assertThat(layers.verdict()).as(layers.line()).isEqualTo(Verdict.FAILED);
        List<Check> checks = layers.checks();
        assertThat(checks.subList(0, checks.size() - 1)).allMatch(Check::passed);
        Check last = checks.get(checks.size() - 1);
        assertThat(last.passed()).isFalse();
        assertThat(last.subject()).contains("/Conv (Conv of " + weight);
        assertThat(layers.line()).contains("the first to part, after " + (checks.size() - 1) + " that agree");
    }

    @Test
    void damage_behind_the_network_is_in_no_layer() throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(whole).toBuilder();
        node(model, "decode/Exp").setOpType("Sqrt");

        Path file = written(model.build().toByteArray());

        assertThat(review.of(file, detector.images(1)).allPassed()).isFalse();
        assertThat(review.layers(file, detector.images(1).get(0)).verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void layers_of_a_file_that_cannot_run_or_is_not_ours_are_not_walked() throws IOException {
        ModelProto.Builder broken = ModelProto.parseFrom(whole).toBuilder();
        initialiser(broken, STEM).setDims(0, 8).setDims(1, 24);
        ModelProto other = ModelProto.parseFrom(whole).toBuilder()
                .setProducerName("others")
                .build();

        CaseResult cannotRun = review.layers(
                written(broken.build().toByteArray()), detector.images(1).get(0));
        assertThat(cannotRun.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(cannotRun.reason()).contains("the file's layers");
        CaseResult notOurs =
                review.layers(written(other.toByteArray()), detector.images(1).get(0));
        assertThat(notOurs.verdict()).isEqualTo(Verdict.LEFT_OUT);
        assertThat(notOurs.reason()).startsWith("not known by name: made by others");
    }

    @Test
    void a_file_cut_in_half_is_no_onnx_file() {
        assertThatThrownBy(() -> review(Arrays.copyOf(whole, whole.length / 2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("file.onnx: no ONNX file, or not the whole of one");
    }

    static List<Damage> damages() {
        return List.of(
                new Damage(
                        "another operator",
                        m -> node(m, "decode/Exp").setOpType("Sqrt"),
                        "the operator of node decode/Exp is Sqrt, expected Exp"),
                new Damage(
                        "an unknown operator",
                        m -> node(m, "decode/Mul").setOpType("Mull"),
                        "the operator of node decode/Mul is Mull, expected Mul"),
                new Damage(
                        "an attribute",
                        m -> node(m, "output/Transpose")
                                .getAttributeBuilder(0)
                                .setInts(0, 1)
                                .setInts(1, 0),
                        "attribute of node output/Transpose: perm is [1, 0, 1], expected [0, 2, 1]"),
                new Damage(
                        "a missing attribute",
                        m -> node(m, "output/Concat").clearAttribute(),
                        "attribute of node output/Concat: axis is missing"),
                new Damage(
                        "the declared shape of the output",
                        m -> m.getGraphBuilder()
                                .getOutputBuilder(0)
                                .getTypeBuilder()
                                .getTensorTypeBuilder()
                                .getShapeBuilder()
                                .getDimBuilder(1)
                                .setDimValue(20),
                        "output output is 1 [batch, 20, 8], expected 1 [batch, 21, 8]"),
                new Damage(
                        "the declared type of the input",
                        m -> m.getGraphBuilder()
                                .getInputBuilder(0)
                                .getTypeBuilder()
                                .getTensorTypeBuilder()
                                .setElemType(10),
                        "input images is 10 [batch, 3, 32, 32], expected 1 [batch, 3, 32, 32]"),
                new Damage(
                        "the order of nodes",
                        DamagedExportTest::lastNodeFirst,
                        "at place 0 of the order stands node decode/Concat"),
                new Damage(
                        "a weight",
                        m -> weight(m, STEM, bytes -> bytes[3] = 0x42),
                        "number 0 of initialiser " + STEM + " is "),
                new Damage(
                        "the shape of a weight",
                        m -> initialiser(m, STEM).setDims(0, 8).setDims(1, 24),
                        "the shape of initialiser " + STEM + " is [8, 24, 3, 3], expected [16, 12, 3, 3]"),
                new Damage(
                        "a missing initialiser",
                        m -> m.getGraphBuilder().removeInitializer(indexOfInitialiser(m, STEM)),
                        "initialiser " + STEM + " is missing"),
                new Damage(
                        "a missing node",
                        m -> m.getGraphBuilder().removeNode(indexOfNode(m, "decode/Exp")),
                        "node decode/Exp is missing"),
                new Damage(
                        "an input of a node",
                        m -> node(m, "decode/Add").setInput(1, "anchors.strides"),
                        "what node decode/Add reads is "),
                new Damage(
                        "the padding value in the metadata",
                        m -> metadata(m, "padding_value", "0"),
                        "metadata padding_value is '0', expected '114'"),
                new Damage(
                        "the class names in the metadata",
                        m -> metadata(m, "names", "{0: 'square', 1: 'circle', 2: 'triangle'}"),
                        "metadata names is '{0: 'square', 1: 'circle', 2: 'triangle'}', expected '{0: 'circle'"),
                new Damage("a missing fact", m -> metadata(m, "stride", null), "metadata has no key stride"),
                new Damage(
                        "the opset", m -> m.getOpsetImportBuilder(0).setVersion(12), "the opset is 12, expected 17"));
    }

    private Path written(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file.onnx"), bytes);
    }

    private Report review(byte[] bytes) throws IOException {
        return review.of(written(bytes), detector.images(1));
    }

    private static NodeProto.Builder node(ModelProto.Builder model, String name) {
        return model.getGraphBuilder().getNodeBuilder(indexOfNode(model, name));
    }

    private static int indexOfNode(ModelProto.Builder model, String name) {
        return IntStream.range(0, model.getGraph().getNodeCount())
                .filter(i -> model.getGraph().getNode(i).getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no node " + name));
    }

    private static TensorProto.Builder initialiser(ModelProto.Builder model, String name) {
        return model.getGraphBuilder().getInitializerBuilder(indexOfInitialiser(model, name));
    }

    private static int indexOfInitialiser(ModelProto.Builder model, String name) {
        return IntStream.range(0, model.getGraph().getInitializerCount())
                .filter(i -> model.getGraph().getInitializer(i).getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no initialiser " + name));
    }

    private static void weight(ModelProto.Builder model, String name, Consumer<byte[]> deed) {
        TensorProto.Builder tensor = initialiser(model, name);
        byte[] bytes = tensor.getRawData().toByteArray();
        deed.accept(bytes);
        tensor.setRawData(ByteString.copyFrom(bytes));
    }

    private static void metadata(ModelProto.Builder model, String key, String value) {
        for (int i = 0; i < model.getMetadataPropsCount(); i++) {
            if (model.getMetadataProps(i).getKey().equals(key)) {
                if (value == null) {
                    model.removeMetadataProps(i);
                } else {
                    model.getMetadataPropsBuilder(i).setValue(value);
                }
                return;
            }
        }
        throw new AssertionError("no metadata " + key);
    }

    private static void lastNodeFirst(ModelProto.Builder model) {
        GraphProto.Builder graph = model.getGraphBuilder();
        int last = graph.getNodeCount() - 1;
        NodeProto moved = graph.getNode(last);
        graph.removeNode(last);
        graph.addNode(0, moved);
    }
}
