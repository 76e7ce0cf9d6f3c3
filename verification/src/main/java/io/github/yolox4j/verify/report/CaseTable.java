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

    private CaseTable() {}

    /** A line per case, and behind it one per check. */
    static void write(Markup page, List<CaseResult> cases) {
        Table table = Table.begin(page, COLUMNS);
        for (CaseResult result : cases) {
            row(table, result);
            if (!result.checks().isEmpty()) {
                String count = result.checks().size() == 1
                        ? "1 check"
                        : result.checks().size() + " checks";
                Markup wide = table.beginWide().open("details").element("summary", count);
                checks(wide, result.checks());
                wide.close();
                table.endWide();
            }
        }
        table.end();
    }

    private static void row(Table table, CaseResult result) {
        Optional<Comparison> closest = result.closest();
        table.beginRow()
                .verdict(result.verdict())
                .text(result.name())
                .text(result.kind())
                .text(result.note().isEmpty() ? result.data() : result.data() + " (" + result.note() + ")");
        if (closest.isPresent()) {
            measures(table.text(closest.get().subject() + closest.get().where()), closest.get());
        } else {
            table.text(result.summary()).number("").text("").number("").text("");
        }
        table.number(String.format(Locale.ROOT, "%.2f", result.seconds())).endRow();
    }

    private static void checks(Markup page, List<Check> checks) {
        Table table = Table.begin(page, CHECK_COLUMNS);
        for (Check check : checks) {
            table.beginRow().verdict(check.passed() ? Verdict.PASSED : Verdict.FAILED);
            if (check instanceof Comparison c) {
                table.text(c.subject() + c.where())
                        .number(c.beyond() == 0 ? "" + c.numbers() : c.numbers() + ", " + c.beyond() + " beyond")
                        .number(Double.toString(c.actual()))
                        .number(Double.toString(c.expected()));
                measures(table, c);
            } else {
                table.text(check.subject() + ": " + check.finding());
                for (int empty = 2; empty < CHECK_COLUMNS.size(); empty++) {
                    table.text("");
                }
            }
            table.endRow();
        }
        table.end();
    }

    private static void measures(Table table, Comparison comparison) {
        table.difference(comparison.largestAbsolute())
                .text(comparison.tolerance().toString())
                .difference(comparison.largestRelative())
                .used(Optional.of(comparison));
    }

    /** A line per kind of case. */
    static void writeKinds(Markup page, List<CaseResult> cases) {
        Table table = Table.begin(page, KIND_COLUMNS);
        Map<String, List<CaseResult>> byKind = cases.stream()
                .collect(Collectors.groupingBy(CaseResult::kind, LinkedHashMap::new, Collectors.toList()));
        byKind.forEach((kind, ofKind) -> kindRow(table, kind, ofKind));
        table.end();
    }

    private static void kindRow(Table table, String kind, List<CaseResult> cases) {
        List<Comparison> compared =
                cases.stream().flatMap(result -> result.comparisons().stream()).toList();
        table.beginRow()
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
            table.number("").number("").number("");
        } else {
            table.difference(compared.stream()
                            .mapToDouble(Comparison::largestAbsolute)
                            .max()
                            .orElseThrow())
                    .difference(compared.stream()
                            .mapToDouble(Comparison::largestRelative)
                            .max()
                            .orElseThrow())
                    .used(compared.stream().max(Comparator.comparingDouble(Comparison::shareOfTolerance)));
        }
        table.endRow();
    }
}
