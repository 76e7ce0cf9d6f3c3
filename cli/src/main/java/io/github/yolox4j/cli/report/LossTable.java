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

    private static final String HEAD =
            """
            | Loss | As written, with defaults | Formula | Published | Against references | Against formulas |
            |---|---|---|---|---|---|
            """;

    private static final String INTRODUCTION =
            """
            # Losses

            `./yolox4j losses list --markdown` writes this page, and a test keeps it equal to the code.

            A *golden case* is a set of values and gradients that something other than this library computed.
            "12 within 1e-9" means that all numbers of twelve cases agree with ours within that tolerance, in
            double precision. There are two sources:

            - *against references*: the code of others (`verify losses`)
            - *against formulas*: [formulas.py](../examples/golden/formulas.py), which has the papers' formulas
              with exact derivatives and shares no code with this library (`verify formulas`)

            A *modifier* wraps another loss.

            """;

    private static final String BOX_SYMBOLS =
            """
            | Symbol | Meaning |
            |---|---|
            | x, y, w, h | centre and size of the predicted box; xg, yg, wg, hg are those of the target |
            | dx, dy, dw, dh | x - xg, and so on; in `piou` dx1, dx2, dy1, dy2 of the edges: left, right, upper, lower |
            | IoU, U | intersection of both boxes divided by their union U |
            | C, cw, ch, c | area, width, height and diagonal of the smallest box around both |
            | rho | the distance of the centres |
            | a, v | in `ciou`: v measures the difference of the aspect ratios, a is its weight; in `siou`: a is the angle between the line through the centres and the nearer axis |
            | d, c, s, sg | in `siou`, for each axis: distance of the centres, side of the smallest box around both, sides of the two boxes |
            | d | in `smooth_l1`: each of \\|dx\\|, \\|dy\\|, \\|dw\\|, \\|dh\\|; in `mpdiou`: d1 and d2 are the distances of the upper left and of the lower right corners, W and H the sides of the image |
            | s, ww, hh | in `shape_iou`: the scale, and the weights of the axes that follow from the target's shape; its shape cost is that of `siou` with these weights |
            | P, x | in `piou`: P is the mean distance of the edges, relative to the target's sides; in `piou2`: x is the input of its attention |
            | K | in `nwd`: a constant, the typical size of objects in pixels |
            | b, m | m is the running mean of 1 - IoU, which the trainer keeps; b is 1 - IoU of the pair divided by m |
            | detached | treated as a constant in the gradient |
            | L | the loss that a modifier wraps |

            """;

    private static final String SCORE_SYMBOLS =
            """
            | Symbol | Meaning |
            |---|---|
            | z, s | logit and score, s = 1 / (1 + exp(-z)) |
            | t, t' | target, 0 to 1, and the smoothed target |
            | p | in `bce`: the positive weight |
            | p_t | t s + (1 - t)(1 - s), the probability of the correct answer |
            | BCE | -t ln s - (1 - t) ln(1 - s) |
            | w_c, L | in `class_weighted`: the weight of class c, and the wrapped loss |
            | y, j | in `distribution_focal`: the target, a number from 0 to bins - 1, and the index of a bin |

            """;

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
    public String markdown() {
        return INTRODUCTION
                + "## Box losses\n\n"
                + BOX_SYMBOLS
                + table("box/", BoxLosses.REGISTRY.entries(), BoxLosses.REGISTRY.modifiers())
                + "\n## Score losses\n\n"
                + SCORE_SYMBOLS
                + table(
                        "score/",
                        Stream.concat(ScoreLosses.REGISTRY.entries().stream(), Stream.of(DistributionFocal.ENTRY))
                                .toList(),
                        ScoreLosses.REGISTRY.modifiers());
    }

    private String table(String folder, List<LossEntry> entries, List<String> modifiers) {
        StringBuilder table = new StringBuilder(HEAD);
        for (LossEntry entry : entries) {
            boolean modifier = modifiers.contains(entry.name());
            table.append("| `%s`%s | `%s` | %s | %s | %s | %s |\n"
                    .formatted(
                            entry.name(),
                            modifier ? ", modifier" : "",
                            entry.expression(),
                            escaped(entry.formula()),
                            escaped(entry.reference()),
                            golden(REFERENCES, folder, entry.name(), modifier),
                            golden(FORMULAS, folder, entry.name(), modifier)));
        }
        return table.toString();
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
