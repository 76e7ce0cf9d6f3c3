package io.github.yolox4j.bench.simulation;

import io.github.yolox4j.losses.box.BoxLoss;
import io.github.yolox4j.model.graph.GradientGraph;
import io.github.yolox4j.model.graph.GraphPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.DoublePointer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradient of a loss's graph, in double precision: the experiment ends at errors of 0.002 after 200 steps past the
 * edges at which gradients jump, and its curves are compared to nine digits.
 */
final class AutodiffGradient implements BoxGradient {

    private static final int COLUMNS = 4;
    private static final String PREDICTED = "predicted";
    private static final String TARGET = "target";

    private final int rows;
    private final INDArray predicted;
    private final INDArray target;
    private final GraphPlan plan;
    private final INDArray gradient;

    private AutodiffGradient(int rows, INDArray predicted, INDArray target, GraphPlan plan, INDArray gradient) {
        this.rows = rows;
        this.predicted = predicted;
        this.target = target;
        this.plan = plan;
        this.gradient = gradient;
    }

    /** Compiles the gradient of a loss for up to {@code rows} pairs. */
    static AutodiffGradient of(BoxLoss loss, int rows) {
        INDArray predicted = unitBoxes(rows);
        INDArray target = unitBoxes(rows);
        SameDiff graph = SameDiff.create();
        SDVariable p = graph.var(PREDICTED, predicted);
        SDVariable t = graph.constant(TARGET, target);
        GradientGraph both = GradientGraph.of(loss.of(p, t).sum().rename("sum"));
        String gradient = both.gradientOf(PREDICTED);
        GraphPlan plan =
                GraphPlan.compile(both.graph(), Map.of(PREDICTED, predicted, TARGET, target), List.of(gradient));
        return new AutodiffGradient(rows, predicted, target, plan, plan.output(gradient));
    }

    private static INDArray unitBoxes(int rows) {
        double[] ones = new double[rows * COLUMNS];
        Arrays.fill(ones, 1);
        return Nd4j.createFromArray(ones).reshape(rows, COLUMNS).castTo(DataType.DOUBLE);
    }

    @Override
    public void of(double[] boxes, double[] targets, int n, double[] result) {
        if (n > rows) {
            throw new IllegalArgumentException("compiled for " + rows + " pairs, got " + n);
        }
        numbers(predicted).put(boxes, 0, n * COLUMNS);
        numbers(target).put(targets, 0, n * COLUMNS);
        plan.run();
        numbers(gradient).get(result, 0, n * COLUMNS);
    }

    private static DoublePointer numbers(INDArray array) {
        return new DoublePointer(array.data().pointer()); // the array's own memory, seen as doubles
    }

    @Override
    public void close() {
        plan.close();
        predicted.close();
        target.close();
    }
}
