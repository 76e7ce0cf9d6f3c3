package io.github.yolox4j.verify.report;

import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Verdict;
import io.github.yolox4j.verify.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The page of a {@link Report}: the verdict, what failed, a line per kind, a line per case with all its checks
 * behind it. One file that fetches nothing and runs no script.
 */
public final class HtmlReport {

    private final Markup page;

    private HtmlReport(Report report) {
        page = Markup.page("verify " + report.subject(), style());
    }

    /** The whole page as the text of a file in UTF-8. */
    public static String of(Report report) {
        return new HtmlReport(report).write(report);
    }

    private String write(Report report) {
        verdict(report);
        facts(report);
        failures(report);
        page.element("h2", "By kind");
        CaseTable.writeKinds(page, report.cases());
        page.element("h2", "Every case");
        page.element(
                "p",
                "Each row shows the comparison that is closest to its tolerance or exceeds it most. A "
                        + "relative difference is divided by the quantity that its tolerance names; the tolerance "
                        + "is its limit.");
        CaseTable.write(page, report.cases());
        return page.endPage();
    }

    private void verdict(Report report) {
        page.element("p", sentence(report), "class", "banner " + (report.allPassed() ? "good" : "bad"));
        page.open("p", "class", "tiles").text("\n");
        tile(count(report.cases().size()), "cases");
        for (Verdict verdict : Verdict.values()) {
            tile(count(report.count(verdict)), verdict.toString());
        }
        tile(
                count(report.cases().stream()
                        .mapToLong(result -> result.checks().size())
                        .sum()),
                "checks");
        tile(count(report.cases().stream().mapToLong(CaseResult::numbers).sum()), "numbers compared");
        tile(String.format(Locale.ROOT, "%.1f", report.seconds()), "seconds");
        page.close();
    }

    private static String sentence(Report report) {
        int proved = report.count(Verdict.PASSED) + report.count(Verdict.LEFT_OUT);
        int cases = report.cases().size();
        return report.allPassed()
                ? "Passed: every check holds"
                : "Not passed: " + (cases - proved) + " of " + cases + " cases";
    }

    private void tile(String number, String what) {
        page.open("span").element("b", number).text(what).close();
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void facts(Report report) {
        if (!report.facts().isEmpty()) {
            page.open("table", "class", "facts").text("\n");
            report.facts().forEach((name, value) -> page.open("tr")
                    .element("th", name)
                    .element("td", value)
                    .close());
            page.close();
        }
    }

    private void failures(Report report) {
        List<CaseResult> unproved = report.cases().stream()
                .filter(result -> result.verdict() == Verdict.FAILED || result.verdict() == Verdict.UNSUPPORTED)
                .toList();
        if (!unproved.isEmpty()) {
            page.element("h2", "What did not pass").open("ul").text("\n");
            unproved.forEach(result -> page.element(
                    "li", result.name() + " (" + result.kind() + ") " + result.verdict() + ": " + result.summary()));
            page.close();
        }
    }

    private static String style() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
