package io.github.yolox4j.verify.report;

import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Comparison;
import io.github.yolox4j.testkit.check.Verdict;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Cases as tables. */
final class CaseTable {

    private static final List<String> COLUMNS = List.of(
            "verdict",
            "case",
            "kind",
            "on what data",
            "compared",
            "largest absolute",
            "tolerance",
            "largest relative",
            "used of tolerance",
            "seconds");

    private static final List<String> CHECK_COLUMNS = List.of(
            "verdict",
            "compared",
            "numbers",
            "computed",
            "expected",
            "largest absolute",
            "tolerance",
            "largest relative",
            "used of tolerance");

    private static final List<String> KIND_COLUMNS = List.of(
            "kind",
            "cases",
            "passed",
            "checks",
            "numbers compared",
            "largest absolute",
            "largest relative",
            "most used of a tolerance");

    private final Markup page;

    private CaseTable(Markup page, List<String> columns) {
        this.page = page;
        page.open("table").text("\n").open("tr");
        columns.forEach(column -> page.element("th", column));
        page.close();
    }

    /** A line per case, and behind it one per check. */
    static void write(Markup page, List<CaseResult> cases) {
        CaseTable table = new CaseTable(page, COLUMNS);
        for (CaseResult result : cases) {
            table.row(result);
            if (!result.checks().isEmpty()) {
                String count = result.checks().size() == 1
                        ? "1 check"
                        : result.checks().size() + " checks";
                page.open("tr", "class", "wide").open("td", "colspan", Integer.toString(COLUMNS.size()));
                page.open("details").element("summary", count);
                writeChecks(page, result.checks());
                page.close().close().close();
            }
        }
        page.close();
    }

    private void row(CaseResult result) {
        Optional<Comparison> closest = result.closest();
        beginRow()
                .verdict(result.verdict())
                .text(result.name())
                .text(result.kind())
                .text(result.note().isEmpty() ? result.data() : result.data() + " (" + result.note() + ")");
        if (closest.isPresent()) {
            text(closest.get().subject() + closest.get().where()).measures(closest.get());
        } else {
            text(result.summary()).number("").text("").number("").text("");
        }
        number(String.format(Locale.ROOT, "%.2f", result.seconds()));
        page.close();
    }

    private static void writeChecks(Markup page, List<Check> checks) {
        CaseTable table = new CaseTable(page, CHECK_COLUMNS);
        for (Check check : checks) {
            table.beginRow().verdict(check.passed() ? Verdict.PASSED : Verdict.FAILED);
            if (check instanceof Comparison c) {
                table.text(c.subject() + c.where())
                        .number(c.beyond() == 0 ? "" + c.numbers() : c.numbers() + ", " + c.beyond() + " beyond")
                        .number(Double.toString(c.actual()))
                        .number(Double.toString(c.expected()))
                        .measures(c);
            } else {
                table.text(check.subject() + ": " + check.finding());
                for (int empty = 2; empty < CHECK_COLUMNS.size(); empty++) {
                    table.text("");
                }
            }
            page.close();
        }
        page.close();
    }

    private void measures(Comparison comparison) {
        difference(comparison.largestAbsolute())
                .text(comparison.tolerance().toString())
                .difference(comparison.largestRelative())
                .used(comparison);
    }

    /** A line per kind of case. */
    static void writeKinds(Markup page, List<CaseResult> cases) {
        CaseTable table = new CaseTable(page, KIND_COLUMNS);
        Map<String, List<CaseResult>> byKind = cases.stream()
                .collect(Collectors.groupingBy(CaseResult::kind, LinkedHashMap::new, Collectors.toList()));
        byKind.forEach((kind, ofKind) -> table.kindRow(kind, ofKind));
        page.close();
    }

    private void kindRow(String kind, List<CaseResult> cases) {
        List<Comparison> compared =
                cases.stream().flatMap(result -> result.comparisons().stream()).toList();
        beginRow()
                .text(kind)
                .count(cases.size())
                .count(cases.stream()
                        .filter(result -> result.verdict() == Verdict.PASSED)
                        .count())
                .count(cases.stream()
                        .mapToLong(result -> result.checks().size())
                        .sum())
                .count(cases.stream().mapToLong(CaseResult::numbers).sum());
        if (compared.isEmpty()) {
            number("").number("").number("");
        } else {
            difference(compared.stream()
                            .mapToDouble(Comparison::largestAbsolute)
                            .max()
                            .orElseThrow())
                    .difference(compared.stream()
                            .mapToDouble(Comparison::largestRelative)
                            .max()
                            .orElseThrow())
                    .used(compared.stream()
                            .max(Comparator.comparingDouble(Comparison::shareOfTolerance))
                            .orElseThrow());
        }
        page.close();
    }

    private CaseTable beginRow() {
        page.open("tr").text("\n");
        return this;
    }

    private CaseTable verdict(Verdict verdict) {
        page.element("td", verdict.toString(), "class", style(verdict));
        return this;
    }

    private static String style(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> "good";
            case LEFT_OUT -> "quiet";
            case FAILED, UNSUPPORTED -> "bad";
        };
    }

    private CaseTable text(String text) {
        page.element("td", text);
        return this;
    }

    private CaseTable count(long number) {
        return number(String.format(Locale.ROOT, "%,d", number));
    }

    private CaseTable number(String number) {
        page.element("td", number, "class", "number");
        return this;
    }

    private CaseTable difference(double difference) {
        return number(difference == 0 ? "0" : String.format(Locale.ROOT, "%.2e", difference));
    }

    /** How much of a tolerance was used, as a number and a bar. */
    private void used(Comparison comparison) {
        double share = comparison.shareOfTolerance();
        page.open("td", "class", "number");
        page.text(share > 1 ? "beyond" : String.format(Locale.ROOT, "%.3g %%", 100 * share));
        page.open("meter", "value", String.format(Locale.ROOT, "%.4f", Math.min(1, share)))
                .close();
        page.close();
    }
}
