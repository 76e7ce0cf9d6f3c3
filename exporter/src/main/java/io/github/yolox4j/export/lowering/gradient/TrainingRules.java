package io.github.yolox4j.export.lowering.gradient;

import io.github.yolox4j.export.lowering.LoweringRule;
import io.github.yolox4j.export.lowering.LoweringRules;
import java.util.Map;
import java.util.TreeMap;

/** The rules for a graph with its gradients: the standard ones and those for the operators of differentiation. */
public final class TrainingRules {

    private TrainingRules() {}

    /** The rules of the project, written in the given operators. */
    public static LoweringRules in(Dialect dialect) {
        Map<String, LoweringRule> rules = new TreeMap<>();
        ArithmeticGradients.register(rules);
        ActivationGradients.register(rules);
        ReductionGradients.register(rules);
        LayoutGradients.register(rules);
        ConvolutionGradients.register(rules, dialect);
        PoolingGradients.register(rules);
        LoweringRules all = LoweringRules.standard();
        for (Map.Entry<String, LoweringRule> rule : rules.entrySet()) {
            all = all.with(rule.getKey(), rule.getValue());
        }
        return all;
    }
}
