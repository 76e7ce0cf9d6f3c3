package io.github.yolox4j.bench;

import io.github.yolox4j.model.graph.GradientGraph;
import io.github.yolox4j.model.graph.GraphPlan;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A loss summed over its elements, with its gradient with respect to the prediction, as a compiled plan. */
public final class LossPlan implements AutoCloseable {

    private static final String PREDICTED = "predicted";
    private static final String TARGET = "target";
    private static final String SUM = "sum";

    private final INDArray predicted;
    private final INDArray target;
    private final GraphPlan plan;
    private final String gradient;

    /**
     * Compiles a loss in the type of its arrays, which it takes over.
     *
     * @param predicted and target: {@code [rows, columns]}
     */
    public LossPlan(BinaryOperator<SDVariable> loss, INDArray predicted, INDArray target) {
        this.predicted = predicted;
        this.target = target;
        SameDiff graph = SameDiff.create();
        SDVariable p = graph.var(PREDICTED, predicted);
        SDVariable t = graph.constant(TARGET, target);
        GradientGraph both = GradientGraph.of(loss.apply(p, t).sum().rename(SUM));
        gradient = both.gradientOf(PREDICTED);
        plan = GraphPlan.compile(both.graph(), Map.of(PREDICTED, predicted, TARGET, target), List.of(SUM, gradient));
    }

    /** Computes value and gradient of what the arrays hold; the gradient is the same array each time. */
    public INDArray run() {
        plan.run();
        return plan.output(gradient);
    }

    @Override
    public void close() {
        plan.close();
        predicted.close();
        target.close();
    }
}
