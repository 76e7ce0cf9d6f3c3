package io.github.yolox4j.losses.golden;

import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.Reduction;
import io.github.yolox4j.losses.score.ClassWeighted;
import io.github.yolox4j.losses.score.ScoreLoss;
import io.github.yolox4j.losses.score.ScoreLosses;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.testkit.golden.GoldenKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code score_loss}, a score loss value by value, and {@code score_loss_sum} and {@code score_loss_mean}, of which the
 * reference gives one number.
 *
 * <p>Arrays {@code logits, target [n, m]}; {@code loss [n, m]}, {@code sum [1]} or {@code mean [1]}; and {@code
 * grad_logits [n, m]}, the gradient of that number, of the sum in {@code score_loss}. There {@code sum} and {@code
 * mean} may stand beside {@code loss}.
 */
record ScoreLossKind(Reduction reduction, LossPrecision precision) implements GoldenKind {

    @Override
    public String name() {
        return reduction == Reduction.NONE ? "score_loss" : "score_loss_" + reduction;
    }

    @Override
    public Optional<String> missing(CaseFacts facts) throws IOException {
        return ScoreCase.missing(facts);
    }

    @Override
    public List<Check> check(CaseFacts facts) throws IOException {
        ScoreLoss loss = ScoreCase.of(facts);
        NpzArchive arrays = facts.arrays();
        Numbers logits = facts.array(arrays, "logits", CaseFacts.ANY, CaseFacts.ANY);
        Numbers target = facts.array(arrays, "target", logits.shape());
        LossRun run = LossRun.of(loss::of, reduction, logits, target, precision.type());

        List<Check> checks = new ArrayList<>();
        checks.add(value(reduction, run, facts, arrays));
        checks.add(Check.compare(
                "grad_logits", run.gradient(), arrays.array("grad_logits"), precision.ofGradients(facts)));
        for (Reduction other : List.of(Reduction.SUM, Reduction.MEAN)) {
            if (reduction == Reduction.NONE && arrays.keys().contains(other.toString())) {
                LossRun reduced = LossRun.of(loss::of, other, logits, target, precision.type());
                checks.add(value(other, reduced, facts, arrays));
            }
        }
        return checks;
    }

    private Check value(Reduction of, LossRun run, CaseFacts facts, NpzArchive arrays) throws IOException {
        if (of == Reduction.NONE) {
            return Check.compare("loss", run.values(), arrays.array("loss"), precision.ofValues(facts));
        }
        String key = of.toString();
        double expected = facts.array(arrays, key, 1).scalar();
        return Check.compare(key, run.values().at(0), expected, precision.ofValues(facts));
    }

    /**
     * The score losses by the names and parameters that manifests give them: those of the library, unless it says
     * otherwise here.
     */
    static final class ScoreCase {

        /** Before the name of a loss whose classes are weighed. */
        private static final String WEIGHTED = "class_weighted_";

        /** The parameter of such a loss beyond those of the loss itself. */
        private static final String WEIGHTS = "weights";

        /** What manifests call a parameter that the library calls otherwise. */
        private static final Map<String, String> KEYS = Map.of("positive_weight", "pos_weight");

        /** What a parameter is that a case leaves out. Without {@code detach_weight} the weight carries gradient. */
        private static final Map<String, String> OPTIONAL =
                Map.of("positive_weight", "1", "smoothing", "0", "scale", "1", "detach_weight", "false");

        /** Parameters that are not a case's to choose: the paper's quality focal loss has no balance. */
        private static final Map<String, Set<String>> FIXED = Map.of("quality_focal:gfl", Set.of("alpha", "scale"));

        private ScoreCase() {}

        /** The loss of a case that {@link #missing} finds nothing missing in. */
        static ScoreLoss of(CaseFacts facts) throws IOException {
            String name = facts.text("loss");
            LossExpression defaults = defaults(name).orElseThrow();
            Map<String, String> settings = new HashMap<>();
            for (String key : keys(name, defaults)) {
                String place = "params/" + KEYS.getOrDefault(key, key);
                if (OPTIONAL.containsKey(key) && !facts.has(place)) {
                    settings.put(key, OPTIONAL.get(key));
                } else {
                    boolean isFlag = defaults.settings().get(key).matches("true|false");
                    settings.put(key, isFlag ? "" + facts.flag(place) : "" + facts.number(place));
                }
            }
            ScoreLoss loss = ScoreLosses.parse(
                    new LossExpression(defaults.name(), defaults.operands(), settings, defaults.policy()).toString());
            return isWeighted(name) ? new ClassWeighted(loss, facts.numbers("params/" + WEIGHTS)) : loss;
        }

        /** What a case asks for that the library lacks, as a sentence; empty if it has everything. */
        static Optional<String> missing(CaseFacts facts) throws IOException {
            String name = facts.text("loss");
            Optional<LossExpression> defaults = defaults(name);
            if (defaults.isEmpty()) {
                return Optional.of("loss " + name + " is not supported yet");
            }
            Set<String> known = new HashSet<>();
            keys(name, defaults.get()).forEach(key -> known.add(KEYS.getOrDefault(key, key)));
            if (isWeighted(name)) {
                known.add(WEIGHTS);
            }
            return facts.unknownParameter(name, known);
        }

        /** The loss of that name, or of that behind {@link #WEIGHTED}, with all its parameters. */
        private static Optional<LossExpression> defaults(String name) {
            return ScoreLosses.REGISTRY.entries().stream()
                    .filter(entry -> entry.name().equals(base(name))
                            && ScoreLosses.REGISTRY.names().contains(entry.name()))
                    .map(LossEntry::expression)
                    .map(LossExpression::parse)
                    .findFirst();
        }

        /** In the order in which the loss has them. */
        private static Set<String> keys(String name, LossExpression defaults) {
            Set<String> keys = new LinkedHashSet<>(defaults.settings().keySet());
            keys.removeAll(FIXED.getOrDefault(base(name), Set.of()));
            return keys;
        }

        private static String base(String name) {
            return isWeighted(name) ? name.substring(WEIGHTED.length()) : name;
        }

        private static boolean isWeighted(String name) {
            return name.startsWith(WEIGHTED);
        }
    }
}
