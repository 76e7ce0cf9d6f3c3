package io.github.yolox4j.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The results of all cases of one subject.
 *
 * @param subject what was verified, such as a folder
 * @param cases in the order they were run
 */
public record Report(String subject, List<CaseResult> cases) {

    public Report {
        cases = List.copyOf(cases);
    }

    /** How many cases have that verdict. */
    public int count(Verdict verdict) {
        return (int) cases.stream().filter(c -> c.verdict() == verdict).count();
    }

    /** Whether there are cases, and every one of them passed. */
    public boolean allPassed() {
        return !cases.isEmpty() && count(Verdict.PASSED) == cases.size();
    }

    /** The totals in one line. */
    public String totals() {
        return subject + ": " + cases.size() + " cases, " + count(Verdict.PASSED) + " " + Verdict.PASSED + ", "
                + count(Verdict.FAILED) + " " + Verdict.FAILED + ", " + count(Verdict.UNSUPPORTED) + " "
                + Verdict.UNSUPPORTED;
    }

    /** The report as JSON; {@code docs/golden-format.md} lists its keys. */
    public JsonNode toJson() {
        return ReportJson.of(this);
    }
}
