package io.github.yolox4j.export.proof;

import java.util.List;
import java.util.Random;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A small graph that holds operators whose rules are to be proved; sizes and settings are drawn at random.
 *
 * @param operators that it proves, by SameDiff's names; the graph may hold others too
 */
record RuleCase(String name, List<String> operators, Build build) {

    /** Applies an operator to {@code x} of shape [batch, c, h, w]. */
    @FunctionalInterface
    interface Build {
        SDVariable of(SameDiff g, SDVariable x, Draw draw);
    }

    /** The operator's result for any batch, in single precision. */
    Subject forward(long seed) {
        Draw draw = Draw.forAnyBatch(random(seed));
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", draw.type(), draw.batch(), draw.c(), draw.h(), draw.w());
        return Subject.ofResult(x, build.of(graph, x, draw));
    }

    /**
     * The sum of the operator's result, each number times another random one, with the gradients of the input and all
     * parameters; in double precision.
     */
    Subject backward(long seed) {
        Draw draw = Draw.ofFixedSizes(random(seed));
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.var("x", draw.array(draw.batch(), draw.c(), draw.h(), draw.w()));
        SDVariable y = build.of(graph, x, draw);
        SDVariable weights = graph.constant("weights", draw.array(y.eval().shape()));
        return Subject.ofGradients(y.mul(weights).sum("loss"));
    }

    Random random(long seed) {
        return new Random(seed * 31 + name.hashCode());
    }

    @Override
    public String toString() {
        return name;
    }
}
