package io.github.yolox4j.verify.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.verify.CaseResult;
import io.github.yolox4j.verify.Report;
import io.github.yolox4j.verify.Verdict;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The golden folders that come with the library. */
class GoldenSuiteTest {

    @Test
    void every_loss_we_have_equals_its_reference() {
        Report report = run("losses");

        assertThat(report.cases()).hasSize(195);
        assertThat(failures(report)).isEmpty();
    }

    @Test
    void all_numbers_of_coco_are_those_of_pycocotools() {
        Report report = run("coco");

        assertThat(report.cases()).hasSize(4);
        assertThat(report.allPassed()).as(report.totals()).isTrue();
    }

    @Test
    @Tag("slow")
    void every_size_of_the_network_equals_the_reference() {
        Report report = run("detector");
        assertThat(failures(report)).isEmpty();
    }

    private static Report run(String subject) {
        return GoldenSuite.shipped(subject).run(r -> System.out.println(r.line()));
    }

    private static List<String> failures(Report report) {
        return report.cases().stream()
                .filter(result -> result.verdict() == Verdict.FAILED)
                .map(CaseResult::line)
                .toList();
    }
}
