package io.github.yolox4j.verify.report;

import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Verdict;
import io.github.yolox4j.verify.Report;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The JUnit XML form of a {@link Report}, as Jenkins, GitHub actions and GitLab read it: one test per case, its
 * kind as the class.
 *
 * <p>Checks that did not hold are a {@code failure}, a case that could not be run or is not supported is an
 * {@code error}, and one that was left out is {@code skipped}: the file is never greener than the report.
 */
public final class JunitReport {

    private static final String PREFIX = "yolox4j.";

    private final Markup xml = Markup.xml();

    private JunitReport() {}

    /** The whole report as the text of a file in UTF-8. */
    public static String of(Report report) {
        return new JunitReport().write(report);
    }

    private String write(Report report) {
        xml.open("testsuites", suite("yolox4j verify", report)).text("\n");
        xml.open("testsuite", suite(report.subject(), report)).text("\n");
        if (!report.facts().isEmpty()) {
            xml.open("properties").text("\n");
            report.facts().forEach((name, value) -> xml.empty("property", "name", name, "value", value));
            xml.close();
        }
        report.cases().forEach(this::write);
        return xml.close().close().toString();
    }

    private void write(CaseResult result) {
        xml.open(
                        "testcase",
                        "classname",
                        PREFIX + result.kind(),
                        "name",
                        result.name(),
                        "time",
                        seconds(result.seconds()))
                .text("\n");
        Outcome outcome = Outcome.of(result);
        if (outcome == Outcome.SKIPPED) {
            xml.empty(outcome.element(), "message", oneLine(result.reason()));
        } else if (outcome != Outcome.SUCCESS) {
            writeFault(outcome, result);
        }
        xml.element("system-out", output(result)).close();
    }

    /** What JUnit calls the end of a test; the element of what did not pass is named so. */
    private enum Outcome {
        SUCCESS,
        FAILURE,
        ERROR,
        SKIPPED;

        static Outcome of(CaseResult result) {
            return switch (result.verdict()) {
                case PASSED -> SUCCESS;
                case FAILED -> result.checks().isEmpty() ? ERROR : FAILURE;
                case UNSUPPORTED -> ERROR;
                case LEFT_OUT -> SKIPPED;
            };
        }

        String element() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private void writeFault(Outcome outcome, CaseResult result) {
        List<String> failed = result.checks().stream()
                .filter(check -> !check.passed())
                .map(Check::sentence)
                .toList();
        xml.element(
                outcome.element(),
                failed.isEmpty() ? result.reason() : String.join("\n", failed),
                "type",
                result.verdict().toString(),
                "message",
                oneLine(failed.isEmpty() ? result.reason() : failed.get(0)));
    }

    private static String output(CaseResult result) {
        String head = result.line() + (result.data().isEmpty() ? "" : "\ndata: " + result.data()) + "\n";
        return head + result.checks().stream().map(JunitReport::sentence).collect(Collectors.joining("\n"));
    }

    private static String sentence(Check check) {
        return (check.passed() ? Verdict.PASSED : Verdict.FAILED) + ": " + check.sentence();
    }

    private static String count(Report report, Outcome outcome) {
        return Long.toString(report.cases().stream()
                .filter(result -> Outcome.of(result) == outcome)
                .count());
    }

    private static String[] suite(String name, Report report) {
        return new String[] {
            "name", name,
            "tests", Integer.toString(report.cases().size()),
            "failures", count(report, Outcome.FAILURE),
            "errors", count(report, Outcome.ERROR),
            "skipped", count(report, Outcome.SKIPPED),
            "time", seconds(report.seconds())
        };
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }
}
