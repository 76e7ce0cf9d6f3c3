package io.github.yolox4j.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Condition;
import io.github.yolox4j.verify.report.JsonReport;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Check GOOD = Check.compare("ap", 0.5, 0.5, Closeness.ofNumbers(1e-9));
    private static final Check BAD = Check.compare("ar", Double.NaN, 0.5, Closeness.ofNumbers(1e-9));

    private final Report report = Report.of(
            "folder",
            List.of(
                    CaseResult.of("a", "k", List.of(GOOD), 0.25).withNote("by hand"),
                    CaseResult.of("b", "k", List.of(GOOD, BAD, new Condition("rows", false, "none")), 0.5),
                    CaseResult.failed("c", "k", "no such\nfile", 0),
                    CaseResult.unsupported("d", "k", "not yet")));

    @Test
    void totals_count_every_verdict() {
        assertThat(report.totals()).isEqualTo("folder: 4 cases, 1 passed, 2 failed, 1 not supported yet");
    }

    @Test
    void each_case_is_one_line() {
        assertThat(report.cases())
                .extracting(CaseResult::line)
                .containsExactly(
                        "passed             a (k): 1 check, abs 0.00e+00, rel 0.00e+00 at ap, tolerance 1.0E-9;"
                                + " by hand",
                        "failed             b (k): ar is NaN, expected 0.5 within 1.0E-9 of max(1, |expected|); 1 of 1"
                                + " numbers are outside the tolerance (abs Infinity, rel Infinity); rows: none",
                        "failed             c (k): no such file",
                        "not supported yet  d (k): not yet");
    }

    @Test
    void only_cases_that_all_passed_count_as_proof() {
        CaseResult passed = report.cases().get(0);
        assertThat(Report.of("folder", List.of(passed, passed)).allPassed()).isTrue();
        assertThat(report.allPassed()).isFalse();
        assertThat(Report.of("folder", List.of(passed, report.cases().get(3))).allPassed())
                .isFalse();
        assertThat(Report.of("folder", List.of()).allPassed()).isFalse();
    }

    @Test
    void json_holds_every_number() throws IOException {
        JsonNode json = new ObjectMapper().readTree(JsonReport.of(report).toString());

        assertThat(json.at("/passed").intValue()).isEqualTo(1);
        assertThat(json.at("/failed").intValue()).isEqualTo(2);
        assertThat(json.at("/unsupported").intValue()).isEqualTo(1);
        assertThat(json.at("/cases/0/verdict").textValue()).isEqualTo("passed");
        assertThat(json.at("/cases/0/note").textValue()).isEqualTo("by hand");
        assertThat(json.at("/cases/1/note").isMissingNode()).isTrue();
        assertThat(json.at("/cases/0/checks/0/tolerance").doubleValue()).isEqualTo(1e-9);
        assertThat(json.at("/cases/0/checks/0/largest_absolute").isNumber()).isTrue();
        assertThat(json.at("/cases/1/checks/1/largest_relative").textValue()).isEqualTo("Infinity");
        assertThat(json.at("/cases/1/checks/1/actual").textValue()).isEqualTo("NaN");
        assertThat(json.at("/cases/1/checks/2/finding").textValue()).isEqualTo("none");
        assertThat(json.at("/cases/3/verdict").textValue()).isEqualTo("unsupported");
        assertThat(json.at("/cases/3/reason").textValue()).isEqualTo("not yet");
    }

    @Test
    void a_case_without_checks_needs_a_reason() {
        assertThatThrownBy(() -> CaseResult.of("a", "k", List.of(), 0)).hasMessageContaining("case a needs checks");
    }
}
