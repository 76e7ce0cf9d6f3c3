package io.github.yolox4j.cli.report;

import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.box.BoxLosses;
import io.github.yolox4j.losses.golden.GoldenLoss;
import io.github.yolox4j.losses.score.DistributionFocal;
import io.github.yolox4j.losses.score.ScoreLosses;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Verdict;
import io.github.yolox4j.verify.reference.GoldenSuite;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page {@code docs/losses.md}: every loss with its formula, defaults and reference, and how its golden
 * cases came out.
 *
 * @param verdicts of the shipped golden cases, by suite and by case name
 */
public record LossTable(Map<String, Map<String, Verdict>> verdicts) {

    private static final String REFERENCES = "losses";
    private static final String FORMULAS = "formulas";

    /** Runs all golden cases of the losses. */
    public static LossTable measured() {
        return new LossTable(
                Stream.of(REFERENCES, FORMULAS).collect(Collectors.toMap(Function.identity(), LossTable::run)));
    }

    private static Map<String, Verdict> run(String suite) {
        return GoldenSuite.shipped(suite).run(result -> {}).cases().stream()
                .collect(Collectors.toMap(CaseResult::name, CaseResult::verdict));
    }

    /** The page. */
    public String markdown() throws IOException {
        Stream<LossEntry> scores =
                Stream.concat(ScoreLosses.REGISTRY.entries().stream(), Stream.of(DistributionFocal.ENTRY));
        return template()
                .replace("{box}", rows("box/", BoxLosses.REGISTRY.entries().stream(), BoxLosses.REGISTRY.modifiers()))
                .replace("{score}", rows("score/", scores, ScoreLosses.REGISTRY.modifiers()));
    }

    private static String template() throws IOException {
        try (InputStream in = LossTable.class.getResourceAsStream("losses.md.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String rows(String folder, Stream<LossEntry> entries, List<String> modifiers) {
        return entries.map(entry -> row(folder, entry, modifiers.contains(entry.name())))
                .collect(Collectors.joining("\n"));
    }

    private String row(String folder, LossEntry entry, boolean modifier) {
        return "| `%s`%s | `%s` | %s | %s | %s | %s |"
                .formatted(
                        entry.name(),
                        modifier ? ", modifier" : "",
                        entry.expression(),
                        escaped(entry.formula()),
                        escaped(entry.reference()),
                        golden(REFERENCES, folder, entry.name(), modifier),
                        golden(FORMULAS, folder, entry.name(), modifier));
    }

    /** How many cases of a loss, or of a modifier around any, passed, by their tolerance. */
    private String golden(String suite, String folder, String loss, boolean modifier) {
        Map<String, Integer> passed = new TreeMap<>();
        for (GoldenCase golden : GoldenFolder.shipped(suite).cases()) {
            String covered = GoldenLoss.name(golden);
            boolean isOurs = covered.equals(loss) || modifier && covered.startsWith(loss + "_");
            if (isOurs && golden.name().startsWith(folder)) {
                String tolerance = verdicts.get(suite).get(golden.name()) == Verdict.PASSED
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
