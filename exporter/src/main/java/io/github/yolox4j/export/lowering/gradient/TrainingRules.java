package io.github.yolox4j.export.lowering.gradient;

import io.github.yolox4j.export.lowering.LoweringRule;
import io.github.yolox4j.export.lowering.LoweringRules;
import io.github.yolox4j.onnx.pass.ChannelAffines;
import io.github.yolox4j.onnx.pass.ChannelDots;
import io.github.yolox4j.onnx.pass.ConstantFolding;
import io.github.yolox4j.onnx.pass.DeadNodeRemoval;
import io.github.yolox4j.onnx.pass.GraphPass;
import io.github.yolox4j.onnx.pass.LazyLinearForms;
import io.github.yolox4j.onnx.pass.SiluGradients;
import java.util.Map;
import java.util.TreeMap;

/** The rules for a graph with its gradients: the standard ones and those for the operators of differentiation. */
public final class TrainingRules {

    private TrainingRules() {}

    /** The rules of the project, written in the given operators. */
    public static LoweringRules in(Dialect dialect) {
        Map<String, LoweringRule> rules = new TreeMap<>();
        ElementwiseGradients.register(rules);
        LayoutGradients.register(rules);
        ConvolutionGradients.register(rules, dialect);
        PoolingGradients.register(rules);
        return LoweringRules.standard().with(rules);
    }

    /** The rewrites that every training graph goes through. */
    public static GraphPass passes(Dialect dialect) {
        GraphPass all = new ConstantFolding()
                .then(new SiluGradients())
                .then(new LazyLinearForms())
                .then(new ChannelAffines());
        return (dialect == Dialect.ONNX_RUNTIME ? all.then(new ChannelDots()) : all).then(new DeadNodeRemoval());
    }
}
