package io.github.yolox4j.losses.golden;

import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.score.ClassWeighted;
import io.github.yolox4j.losses.score.ScoreLoss;
import io.github.yolox4j.losses.score.ScoreLosses;
import io.github.yolox4j.testkit.golden.CaseFacts;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The score losses by the names and parameters that manifests give them: those of the library, unless it says otherwise
 * here.
 */
final class ScoreCase {

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
