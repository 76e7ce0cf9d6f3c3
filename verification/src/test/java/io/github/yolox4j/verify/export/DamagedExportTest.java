package io.github.yolox4j.verify.export;

import static io.github.yolox4j.verify.export.ModelDamage.indexOfInitialiser;
import static io.github.yolox4j.verify.export.ModelDamage.indexOfNode;
import static io.github.yolox4j.verify.export.ModelDamage.initialiser;
import static io.github.yolox4j.verify.export.ModelDamage.metadata;
import static io.github.yolox4j.verify.export.ModelDamage.node;
import static io.github.yolox4j.verify.export.ModelDamage.weight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.export.WeightsDigest;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.export.sample.LivelyDetector;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Verdict;
import io.github.yolox4j.verify.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** A good file, damaged in one place: the review names it. */
class DamagedExportTest {

    private static final String STEM = "backbone.backbone.stem.conv.conv.weight";

    private static LivelyDetector detector;
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
        detector = LivelyDetector.of(YoloxConfig.Size.NANO, new AnchorGrid(32, 32));
        review = new ExportReview(
                detector.config(),
                detector.weights(),
                detector.grid(),
                detector.facts(Form.DECODED),
                SessionSettings.DEFAULT);
        whole = new DetectorExporter(detector.config(), detector.weights(), detector.grid())
                .model(
                        DetectorOptions.of(Form.DECODED),
                        detector.facts(Form.DECODED).withOrigin("", WeightsDigest.of(detector.weights())))
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
    void an_export_of_other_weights_is_called_so_in_a_few_lines() throws IOException {
        Weights others = new Yolox(detector.config()).initialise(DataType.FLOAT, 5);
        ExportReview review = new ExportReview(
                detector.config(), others, detector.grid(), detector.facts(Form.DECODED), SessionSettings.DEFAULT);
        Report report = review.of(written(whole), detector.images(1));

        CaseResult content = report.cases().get(0);
        assertThat(content.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(content.summary())
                .contains("an export of other weights: ", " more")
                .hasSizeLessThan(1500);
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
    void a_file_cut_in_half_is_no_onnx_file() {
        assertThatThrownBy(() -> review(Arrays.copyOf(whole, whole.length / 2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("file.onnx: not an ONNX file, or truncated");
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
                new Damage("the order of nodes", ModelDamage::lastNodeFirst, "at position 0 is node decode/Concat"),
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
}
