package io.github.yolox4j.verify.report;

import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Comparison;
import io.github.yolox4j.testkit.check.Verdict;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A line per kind of case. */
final class KindTable {

    private static final List<String> COLUMNS = List.of(
            "kind",
            "cases",
            "passed",
            "checks",
            "numbers compared",
            "largest absolute",
            "largest relative",
            "most used of a tolerance");

    private KindTable() {}

    static void write(Markup page, List<CaseResult> cases) {
        Table table = Table.begin(page, COLUMNS);
        Map<String, List<CaseResult>> byKind = cases.stream()
                .collect(Collectors.groupingBy(CaseResult::kind, LinkedHashMap::new, Collectors.toList()));
        byKind.forEach((kind, ofKind) -> row(table, kind, ofKind));
        table.end();
    }

    private static void row(Table table, String kind, List<CaseResult> cases) {
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
