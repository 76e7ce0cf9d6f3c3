package io.github.yolox4j.export.lowering;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Rules by SameDiff operator name. Immutable: {@link #with} gives a new list. */
public final class LoweringRules {

    private final Map<String, LoweringRule> rules;

    private LoweringRules(Map<String, LoweringRule> rules) {
        this.rules = rules;
    }

    /** The rules of the project. */
    public static LoweringRules standard() {
        Map<String, LoweringRule> rules = new TreeMap<>();
        ArithmeticRules.register(rules);
        ActivationRules.register(rules);
        ReductionRules.register(rules);
        LayoutRules.register(rules);
        NetworkRules.register(rules);
        SignalRules.register(rules);
        return new LoweringRules(rules);
    }

    /** These rules and one more, which replaces any for the same operator. */
    public LoweringRules with(String operator, LoweringRule rule) {
        return with(Map.of(operator, rule));
    }

    /** These rules and others, which replace any for the same operators. */
    public LoweringRules with(Map<String, LoweringRule> others) {
        Map<String, LoweringRule> more = new TreeMap<>(rules);
        more.putAll(others);
        return new LoweringRules(more);
    }

    /** Names of the SameDiff operators that have a rule. */
    public Set<String> operators() {
        return Set.copyOf(rules.keySet());
    }

    Optional<LoweringRule> find(String operator) {
        return Optional.ofNullable(rules.get(operator));
    }
}
