package io.github.yolox4j.verify.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Verdict;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.testkit.golden.GoldenKinds;
import io.github.yolox4j.verify.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The golden folders that come with the library. */
class GoldenSuiteTest {

    /** Cases in single and in double precision and in plain Java, with what is said of them. */
    private static final Map<String, String> ONE_OF_EACH = Map.of(
            "model/forward_nano_64x64", "by onnxruntime",
            "head/one_class", "left to samediff: double precision",
            "schedule/cos", "");

    @TempDir
    Path temporary;

    @Test
    void every_loss_we_have_equals_its_reference() {
        Report report = runShipped("losses");

        assertThat(report.cases()).hasSize(197);
        assertThat(lines(report, Verdict.FAILED)).isEmpty();
        assertThat(lines(report, Verdict.UNSUPPORTED)).isEmpty();
        assertThat(report.allPassed()).isTrue();
    }

    @Test
    void every_loss_without_a_reference_equals_its_formula() {
        Report report = runShipped("formulas");

        assertThat(report.cases()).hasSize(134);
        assertThat(lines(report, Verdict.FAILED)).isEmpty();
        assertThat(lines(report, Verdict.UNSUPPORTED)).isEmpty();
        assertThat(report.allPassed()).isTrue();
    }

    @Test
    void all_numbers_of_coco_are_those_of_pycocotools() {
        Report report = runShipped("coco");

        assertThat(report.cases()).hasSize(4);
        assertThat(report.allPassed()).as(report.totals()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void small_networks_heads_and_schedules_equal_the_reference(GoldenEngine engine) throws IOException {
        Report report = WrittenFolder.copied(temporary, "detector", GoldenSuiteTest::isQuick)
                .run(engine);

        assertThat(report.cases()).hasSize(13);
        assertThat(lines(report, Verdict.FAILED)).isEmpty();
        assertThat(report.allPassed()).isTrue();
    }

    @Test
    void no_case_of_the_detector_is_missing_or_unsupported() throws IOException {
        List<GoldenCase> cases = GoldenFolder.shipped("detector").cases();
        assertThat(cases).hasSize(22);
        GoldenKinds kinds = GoldenSuite.kinds(GoldenEngine.SAMEDIFF);
        for (GoldenCase golden : cases) {
            assertThat(golden.arrays().keys()).as(golden.name()).isNotEmpty();
            assertThat(kinds.find(golden.kind()).orElseThrow().missing(new CaseFacts(golden)))
                    .as(golden.name())
                    .isEmpty();
        }
    }

    @Test
    void what_onnx_runtime_computes_is_told_and_what_it_leaves_to_same_diff() throws IOException {
        Report report = WrittenFolder.copied(
                        temporary,
                        "detector",
                        description ->
                                ONE_OF_EACH.containsKey(description.get("name").textValue()))
                .run(GoldenEngine.ONNXRUNTIME);

        assertThat(report.allPassed()).as(report.totals()).isTrue();
        assertThat(report.cases().stream().collect(Collectors.toMap(CaseResult::name, CaseResult::note)))
                .isEqualTo(ONE_OF_EACH);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void all_of_the_detector_in_every_size_equals_the_reference(GoldenEngine engine) {
        Report report = GoldenSuite.shipped("detector").run(engine, result -> {});

        assertThat(report.cases()).hasSize(22);
        assertThat(lines(report, Verdict.FAILED)).isEmpty();
        assertThat(lines(report, Verdict.UNSUPPORTED)).isEmpty();
        assertThat(report.allPassed()).isTrue();
    }

    @Test
    void results_are_heard_one_by_one_in_the_order_of_the_manifest() {
        List<CaseResult> heard = new ArrayList<>();
        Report report = GoldenSuite.shipped("coco").run(heard::add);

        assertThat(heard).isEqualTo(report.cases());
        assertThat(names(report, Verdict.PASSED))
                .containsExactly("plain", "crowds", "sparse_classes", "many_detections");
    }

    private static boolean isQuick(JsonNode description) {
        return switch (description.get("kind").textValue()) {
            case "head_loss", "lr_schedule" -> true;
            case "model_forward" -> List.of("model/forward_nano_64x64", "model/forward_tiny_64x96")
                    .contains(description.get("name").textValue());
            default -> false;
        };
    }

    private static Report runShipped(String subject) {
        return GoldenSuite.shipped(subject).run(result -> {});
    }

    private static List<String> lines(Report report, Verdict verdict) {
        return report.cases().stream()
                .filter(result -> result.verdict() == verdict)
                .map(CaseResult::line)
                .toList();
    }

    private static List<String> names(Report report, Verdict verdict) {
        return report.cases().stream()
                .filter(result -> result.verdict() == verdict)
                .map(CaseResult::name)
                .toList();
    }
}
