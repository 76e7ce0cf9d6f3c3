package io.github.yolox4j.bench.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is written about finished runs. */
final class Report {

    private static final List<Integer> SHOWN = List.of(20, 50, 100);

    private Report() {}

    static String table(Map<String, Outcome> outcomes) {
        List<String> lines = new ArrayList<>();
        lines.add("| gradient | loss | @20 | @50 | @100 | final | sum | mean IoU | error < " + Outcome.SOLVED_BELOW
                + " |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        outcomes.forEach((name, outcome) -> lines.add(row(name, outcome)));
        return String.join("\n", lines) + "\n";
    }

    private static String row(String name, Outcome outcome) {
        int colon = name.indexOf(':');
        Stream<String> shown = SHOWN.stream()
                .map(k -> k < outcome.errors().size() ? String.format(Locale.ROOT, "%.4f", outcome.errorAfter(k)) : "");
        Stream<String> rest = Stream.of(
                String.format(Locale.ROOT, "%.5f", outcome.finalError()),
                String.format(Locale.ROOT, "%.2f", outcome.sumOfErrors()),
                String.format(Locale.ROOT, "%.4f", outcome.meanIou()),
                String.format(Locale.ROOT, "%.4f", outcome.solved()));
        return Stream.of(Stream.of(name.substring(0, colon), name.substring(colon + 1)), shown, rest)
                .flatMap(cells -> cells)
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** The mean error of each run after each iteration, from 0: comma-separated, a column to a run. */
    static String curves(Map<String, Outcome> outcomes) {
        List<String> lines = new ArrayList<>();
        lines.add("iteration," + outcomes.keySet().stream().map(Report::quoted).collect(Collectors.joining(",")));
        int rows = outcomes.values().iterator().next().errors().size();
        for (int k = 0; k < rows; k++) {
            int iteration = k;
            lines.add(k + ","
                    + outcomes.values().stream()
                            .map(outcome -> String.valueOf(outcome.errorAfter(iteration)))
                            .collect(Collectors.joining(",")));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String quoted(String name) {
        return '"' + name + '"'; // names of losses may hold commas
    }
}
