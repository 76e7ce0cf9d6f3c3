package io.github.yolox4j.cli.report;

import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.box.BoxLosses;
import io.github.yolox4j.losses.score.DistributionFocal;
import io.github.yolox4j.losses.score.ScoreLosses;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.verify.CaseResult;
import io.github.yolox4j.verify.Verdict;
import io.github.yolox4j.verify.reference.GoldenSuite;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page {@code docs/losses.md}: every loss with its formula, defaults and reference, and how its golden cases came out.
 *
 * @param verdicts of the shipped golden cases, by case name
 */
public record LossTable(Map<String, Verdict> verdicts) {

    private static final String HEAD =
            "| Loss | As written, with defaults | Formula | Reference | Golden cases |\n" + "|---|---|---|---|---|\n";

    /** Runs all golden cases of the losses. */
    public static LossTable measured() {
        return new LossTable(GoldenSuite.shipped("losses").run(result -> {}).cases().stream()
                .collect(Collectors.toMap(CaseResult::name, CaseResult::verdict)));
    }

    /** The page. */
    public String markdown() {
        return """
                # Losses

                Written by `./yolox4j losses list --markdown`; a test holds this page to the code. A golden case is a set of values and gradients that a
                reference implementation computed; "12 within 1e-9" means that all numbers of twelve cases agree so closely, in double precision.

                ## Box losses

                """
                + table("box/", BoxLosses.all())
                + "\n## Score losses\n\n"
                + table(
                        "score/",
                        Stream.concat(ScoreLosses.all().stream(), Stream.of(DistributionFocal.ENTRY))
                                .toList());
    }

    private String table(String folder, List<LossEntry> entries) {
        StringBuilder table = new StringBuilder(HEAD);
        for (LossEntry entry : entries) {
            table.append("| `%s` | `%s` | %s | %s | %s |\n"
                    .formatted(
                            entry.name(),
                            entry.expression(),
                            escaped(entry.formula()),
                            escaped(entry.reference()),
                            golden(folder, entry.name())));
        }
        return table.toString();
    }

    /** How many cases of a loss, or of a modifier around any, passed, by their tolerance. */
    private String golden(String folder, String loss) {
        Map<String, Integer> passed = new TreeMap<>();
        for (GoldenCase golden : GoldenFolder.shipped("losses").cases()) {
            String covered = golden.description().path("loss").asText();
            boolean isOurs =
                    covered.equals(loss) || BoxLosses.modifiers().contains(loss) && covered.startsWith(loss + "_");
            if (isOurs && golden.name().startsWith(folder)) {
                String tolerance = verdicts.get(golden.name()) == Verdict.PASSED
                        ? "within " + golden.description().path("tolerance").asText("1.0E-9")
                        : "not passed";
                passed.merge(tolerance, 1, Integer::sum);
            }
        }
        if (passed.isEmpty()) {
            return "none";
        }
        return passed.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
