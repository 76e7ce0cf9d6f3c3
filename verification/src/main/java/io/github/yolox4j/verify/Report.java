package io.github.yolox4j.verify;

import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of all cases of one subject.
 *
 * @param subject what was verified, such as a folder
 * @param facts what else a reader should know of the run, such as what computed it, by name and in this order
 * @param cases in the order they were run
 */
public record Report(String subject, Map<String, String> facts, List<CaseResult> cases) {

    public Report {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        cases = List.copyOf(cases);
    }

    /** A report without facts. */
    public static Report of(String subject, List<CaseResult> cases) {
        return new Report(subject, Map.of(), cases);
    }

    /** The same with one more fact. */
    public Report withFact(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(facts);
        more.put(name, value);
        return new Report(subject, more, cases);
    }

    /** The same with one more case. */
    public Report withCase(CaseResult result) {
        List<CaseResult> more = new ArrayList<>(cases);
        more.add(result);
        return new Report(subject, facts, more);
    }

    /** How many cases have that verdict. */
    public int count(Verdict verdict) {
        return (int) cases.stream().filter(c -> c.verdict() == verdict).count();
    }

    /** Whether cases passed, and every case did that was not left out on purpose. */
    public boolean allPassed() {
        int passed = count(Verdict.PASSED);
        return passed > 0 && passed + count(Verdict.LEFT_OUT) == cases.size();
    }

    /** How long all cases took. */
    public double seconds() {
        return cases.stream().mapToDouble(CaseResult::seconds).sum();
    }

    /** The totals in one line. */
    public String totals() {
        return subject + ": " + cases.size() + " cases, " + count(Verdict.PASSED) + " " + Verdict.PASSED + ", "
                + count(Verdict.FAILED) + " " + Verdict.FAILED + ", " + count(Verdict.UNSUPPORTED) + " "
                + Verdict.UNSUPPORTED
                + (count(Verdict.LEFT_OUT) == 0 ? "" : ", " + count(Verdict.LEFT_OUT) + " " + Verdict.LEFT_OUT);
    }
}
