package io.github.yolox4j.bench;

import io.github.yolox4j.model.graph.GradientGraph;
import io.github.yolox4j.model.graph.GraphPlan;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A loss summed over its elements, with its gradient with respect to the prediction, as a compiled plan. */
final class LossPlan implements AutoCloseable {

    private static final String SUM = "sum";

    private final INDArray predicted;
    private final INDArray target;
    private final GraphPlan plan;
    private final String gradient;

    private LossPlan(INDArray predicted, INDArray target, GraphPlan plan, String gradient) {
        this.predicted = predicted;
        this.target = target;
        this.plan = plan;
        this.gradient = gradient;
    }

    /**
     * Compiles a loss in single precision.
     *
     * @param predicted and target: {@code [rows, columns]}, row by row
     */
    static LossPlan of(BinaryOperator<SDVariable> loss, double[] predicted, double[] target, int columns) {
        INDArray predictedArray = array(predicted, columns);
        INDArray targetArray = array(target, columns);
        SameDiff graph = SameDiff.create();
        SDVariable p = graph.var("predicted", predictedArray);
        SDVariable t = graph.constant("target", targetArray);
        GradientGraph both = GradientGraph.of(loss.apply(p, t).sum().rename(SUM));
        String gradient = both.gradientOf("predicted");
        GraphPlan plan = GraphPlan.compile(
                both.graph(), Map.of("predicted", predictedArray, "target", targetArray), List.of(SUM, gradient));
        return new LossPlan(predictedArray, targetArray, plan, gradient);
    }

    private static INDArray array(double[] numbers, int columns) {
        return Nd4j.createFromArray(numbers)
                .reshape(numbers.length / columns, columns)
                .castTo(DataType.FLOAT);
    }

    /** Computes value and gradient. */
    INDArray run() {
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
