package io.github.yolox4j.verify.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Comparison;
import io.github.yolox4j.testkit.check.Verdict;
import io.github.yolox4j.verify.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that are wrong in one place: that case says so, and the others are still run. */
class DamagedFolderTest {

    private static final double LN2 = Math.log(2);

    @TempDir
    Path temporary;

    private WrittenFolder folder;

    @BeforeEach
    void create() throws IOException {
        folder = new WrittenFolder(Files.createDirectory(temporary.resolve("golden")));
    }

    @Test
    void a_folder_of_ones_own_passes() throws IOException {
        folder.file("bce.npz", crossEntropy().bytes());
        addCrossEntropy("bce.npz");

        CaseResult result = folder.runOnly();
        assertThat(result.verdict()).as(result.line()).isEqualTo(Verdict.PASSED);
        assertThat(result.checks()).hasSize(2);
    }

    @Test
    void a_wrong_number_fails_with_its_place_and_size() throws IOException {
        folder.file(
                "bce.npz",
                crossEntropy()
                        .with("loss", new double[] {LN2, LN2 + 0.25}, 1, 2)
                        .bytes());
        addCrossEntropy("bce.npz");

        CaseResult result = folder.runOnly();
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        Comparison loss = (Comparison) result.checks().get(0);
        assertThat(loss.where()).isEqualTo("[0, 1]");
        assertThat(loss.largestAbsolute()).isBetween(0.25 - 1e-12, 0.25 + 1e-12);
        assertThat(loss.beyond()).isEqualTo(1);
        assertThat(result.line())
                .startsWith("failed             mine (score_loss): loss[0, 1] is 0.693")
                .contains("1 of 2 numbers are outside the tolerance (abs 2.50e-01, rel 2.50e-01)")
                .doesNotContain("grad_logits");
    }

    @Test
    void the_cases_after_a_damaged_one_are_run() throws IOException {
        folder.file("bce.npz", crossEntropy().bytes());
        addCrossEntropy("absent.npz");
        folder.add("new", "rotated_boxes", "bce.npz");
        addCrossEntropy("bce.npz").put("name", "another");

        Report report = folder.run();
        assertThat(report.cases())
                .extracting(CaseResult::verdict)
                .containsExactly(Verdict.FAILED, Verdict.UNSUPPORTED, Verdict.PASSED);
        assertThat(report.allPassed()).isFalse();
        assertThat(report.totals()).endsWith(": 3 cases, 1 passed, 1 failed, 1 not supported yet");
        assertThat(report.cases().get(0).reason()).endsWith("no such file: absent.npz");
        assertThat(report.cases().get(1).reason()).startsWith("kind 'rotated_boxes' is unknown; known are box_loss,");
    }

    @Test
    void a_missing_array_is_named() throws IOException {
        folder.file("bce.npz", crossEntropy().without("target").bytes());
        addCrossEntropy("bce.npz");

        assertFailed("bce.npz: no array 'target', only [logits, loss, grad_logits]");
    }

    @Test
    void a_wrong_shape_is_named() throws IOException {
        folder.file(
                "bce.npz",
                crossEntropy().with("target", new double[] {0, 1}, 2, 1).bytes());
        addCrossEntropy("bce.npz");

        assertFailed("bce.npz/target: need shape [1, 2], found [2, 1]");
    }

    @Test
    void a_shape_other_than_the_manifest_declares_is_named() throws IOException {
        folder.file("bce.npz", crossEntropy().bytes());
        declareLogits("float64", 3);

        assertFailed("bce.npz/logits: the manifest says shape [3, 2], the file [1, 2]");
    }

    @Test
    void a_type_other_than_the_manifest_declares_is_named() throws IOException {
        folder.file("bce.npz", crossEntropy().bytes());
        declareLogits("float32", 1);

        assertFailed("bce.npz/logits: the manifest says dtype 'float32', the file 'float64'");
    }

    @Test
    void an_expected_array_of_another_shape_fails() throws IOException {
        folder.file(
                "bce.npz", crossEntropy().with("loss", new double[] {LN2}, 1).bytes());
        addCrossEntropy("bce.npz");

        CaseResult result = folder.runOnly();
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.line()).contains("loss: computed numbers of shape [1, 2], expected numbers of shape [1]");
    }

    @Test
    void a_cut_off_archive_fails() throws IOException {
        byte[] whole = crossEntropy().bytes();
        folder.file("bce.npz", Arrays.copyOf(whole, whole.length / 4));
        addCrossEntropy("bce.npz");

        assertThat(folder.runOnly().line()).startsWith("failed").contains("bce.npz: damaged archive: ");
    }

    @Test
    void a_shape_larger_than_its_file_is_not_allocated() throws IOException {
        folder.file(
                "bce.npz",
                crossEntropy().with("logits", new double[2], 1L << 40, 2).bytes());
        addCrossEntropy("bce.npz");

        assertThat(folder.runOnly().reason())
                .isEqualTo(
                        "bce.npz/logits: shape [1099511627776, 2] has more than the 33554432 numbers that may be left"
                                + " to it");
    }

    @Test
    void classes_that_no_memory_holds_are_not_allocated() throws IOException {
        for (String name : List.of("model/forward_nano_64x64", "head/one_class", "train/nano_96_l1")) {
            WrittenFolder copy = WrittenFolder.copied(
                    Files.createDirectory(temporary.resolve(name.replace('/', '_'))), "detector", name);
            copy.description().put("classes", 2_000_000_000);

            assertThat(copy.runOnly().reason())
                    .isEqualTo("manifest.json: 'classes' of case " + name + " must be in 1..10000, is 2000000000");
        }
    }

    @Test
    void an_archive_that_unpacks_to_more_than_it_declares_is_not_unpacked() throws IOException {
        folder.file(
                "bce.npz",
                crossEntropy().with("target", new double[1 << 20], 1, 2).bytes());
        addCrossEntropy("bce.npz");

        assertFailed("bce.npz/target: shape [1, 2] of float64 needs 16 bytes, the file holds more");
    }

    @Test
    void two_tensors_of_others_are_compared_as_they_ask() throws IOException {
        folder.file(
                "pair.npz",
                new NpzFile()
                        .with("actual", new double[] {1000, 0.001}, 1, 2)
                        .with("expected", new double[] {1000, 0}, 1, 2)
                        .bytes());
        folder.add("by number", "tensor_pair", "pair.npz");
        folder.add("by row", "tensor_pair", "pair.npz").put("measure", "row");
        folder.add("by array", "tensor_pair", "pair.npz").put("measure", "array");
        folder.add("loosely", "tensor_pair", "pair.npz").put("tolerance", 0.002);
        folder.add("by guess", "tensor_pair", "pair.npz").put("measure", "guess");

        List<CaseResult> results = folder.run().cases();
        assertThat(results)
                .extracting(CaseResult::verdict)
                .containsExactly(Verdict.FAILED, Verdict.PASSED, Verdict.PASSED, Verdict.PASSED, Verdict.FAILED);
        assertThat(results.get(0).line()).contains("actual[0, 1] is 0.001, expected 0.0 within 1.0E-6");
        assertThat(results.get(4).reason())
                .isEqualTo("manifest.json: 'measure' of case by guess must be number, row or array, is 'guess'");
    }

    @Test
    void a_file_outside_the_folder_is_not_read() throws IOException {
        Files.write(temporary.resolve("bce.npz"), crossEntropy().bytes());
        addCrossEntropy("../bce.npz");

        assertThat(folder.runOnly().line()).startsWith("failed").contains("'../bce.npz' lies outside the folder");
    }

    @Test
    void a_link_out_of_the_folder_is_not_followed() throws IOException {
        Path outside = Files.write(temporary.resolve("bce.npz"), crossEntropy().bytes());
        Files.createSymbolicLink(temporary.resolve("golden").resolve("bce.npz"), outside);
        addCrossEntropy("bce.npz");

        assertThat(folder.runOnly().line()).startsWith("failed").contains("'bce.npz' lies outside the folder");
    }

    @Test
    void an_incomplete_description_is_named() throws IOException {
        folder.file("bce.npz", crossEntropy().bytes());
        folder.add("mine", "score_loss", "bce.npz")
                .put("loss", "focal")
                .putObject("params")
                .put("gamma", "two");

        assertFailed("manifest.json: 'params/gamma' of case mine must be a number, is \"two\"");
    }

    @Test
    void class_weights_that_are_missing_or_of_another_number_are_named() throws IOException {
        folder.file("bce.npz", crossEntropy().bytes());
        ObjectNode weighted = addCrossEntropy("bce.npz").put("loss", "class_weighted_bce");
        assertFailed("manifest.json: 'params/weights' of case mine must be a list of numbers, is missing");

        ArrayNode weights = weighted.putObject("params").putArray("weights").add(1);
        weights.add("two");
        assertFailed("manifest.json: 'params/weights/1' of case mine must be a number, is \"two\"");
        weights.remove(1);
        weights.add(1).add(1);
        assertFailed("there are 3 class weights for 2 classes in 'target'");
        weights.remove(2);
        assertThat(folder.runOnly().verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void a_box_loss_of_an_unknown_repository_or_eps_is_not_guessed() throws IOException {
        ObjectNode unknown = folder.add("a", "box_loss", "a.npz").put("loss", "giou");
        unknown.putObject("source").put("repo", "somebody/boxes");
        ObjectNode otherEps = folder.add("b", "box_loss", "b.npz").put("loss", "giou");
        otherEps.putObject("source").put("repo", "ultralytics/yolov5 tag v7.0");
        otherEps.putObject("params").put("eps", 1e-6);

        assertThat(folder.run().cases())
                .allMatch(result -> result.verdict() == Verdict.UNSUPPORTED)
                .extracting(CaseResult::reason)
                .containsExactly(
                        "loss giou of somebody/boxes is not supported yet, only of Megvii-BaseDetection/YOLOX,"
                                + " ultralytics/yolov5, meituan/YOLOv6, pytorch/vision, /mmdetection,"
                                + " malagoutou/Inner-IoU, malagoutou/Shape-IoU, fppccc/Powerful-IoU, Jacobi93/Alpha-IoU,"
                                + " jwwangchn/NWD, Instinct323/wiou, written from the paper, examples/golden/formulas.py",
                        "giou of ultralytics/yolov5 tag v7.0 with eps 1.0E-6 is not supported yet: its policy yolov5"
                                + " has 1.0E-7");
    }

    @Test
    void another_rule_of_comparison_is_not_guessed() throws IOException {
        folder.file("bce.npz", crossEntropy().bytes());
        addCrossEntropy("bce.npz").put("tolerance_rule", "all equal");

        assertThat(folder.runOnly().reason()).isEqualTo("tolerance rule 'all equal' is not supported yet");
    }

    @Test
    void a_folder_without_a_readable_manifest_is_refused_in_one_line() throws IOException {
        Path golden = temporary.resolve("golden");
        assertRefused(temporary.resolve("nowhere"), "no such folder: " + temporary.resolve("nowhere"));
        assertRefused(golden, golden + ": no such file: manifest.json");
        manifest("{\"format\": 1,\n\"cases\": [}");
        assertThatThrownBy(() -> GoldenSuite.open(golden))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(golden + "/manifest.json: not JSON, line 2: ")
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n");
        manifest("{\"format\": 2}");
        assertRefused(golden, golden + "/manifest.json: format must be 1, is 2");
        manifest("{\"format\": 1, \"cases\": []}");
        assertRefused(golden, golden + "/manifest.json: 'cases' is empty");
        manifest("{\"format\": 1, \"cases\": [{\"name\": \"a\", \"kind\": \"dfl\"}]}");
        assertRefused(golden, golden + "/manifest.json: case 0 lacks 'file'");
    }

    private void manifest(String text) throws IOException {
        folder.file("manifest.json", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(Path golden, String message) {
        assertThatThrownBy(() -> GoldenSuite.open(golden))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    private void assertFailed(String reason) throws IOException {
        CaseResult result = folder.runOnly();
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.reason()).isEqualTo(reason);
        assertThat(result.line()).isEqualTo("failed             mine (score_loss): " + reason);
    }

    private void declareLogits(String type, int rows) {
        ObjectNode logits = addCrossEntropy("bce.npz").putObject("arrays").putObject("logits");
        logits.put("dtype", type).putArray("shape").add(rows).add(2);
    }

    private ObjectNode addCrossEntropy(String file) {
        return folder.add("mine", "score_loss", file).put("loss", "bce");
    }

    /** Cross-entropy of logits 0, which is ln 2 for both targets, with gradients of one half. */
    private static NpzFile crossEntropy() {
        return new NpzFile()
                .with("logits", new double[] {0, 0}, 1, 2)
                .with("target", new double[] {0, 1}, 1, 2)
                .with("loss", new double[] {LN2, LN2}, 1, 2)
                .with("grad_logits", new double[] {0.5, -0.5}, 1, 2);
    }
}
