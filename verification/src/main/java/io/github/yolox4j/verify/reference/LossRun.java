package io.github.yolox4j.verify.reference;

import io.github.yolox4j.losses.Reduction;
import io.github.yolox4j.model.graph.GradientGraph;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.testkit.NpyArray;
import io.github.yolox4j.verify.Numbers;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One evaluation of a loss: its values, and the gradient of their sum with respect to the prediction. */
record LossRun(Numbers values, Numbers gradient) {

    private static final String PREDICTION = "prediction";
    private static final String TARGET = "target";
    private static final String LOSS = "loss";

    /**
     * Builds the loss's graph and runs it.
     *
     * @param loss prediction and target to loss
     * @param target of the shape that the loss demands
     * @param type in which to compute
     */
    static LossRun of(BinaryOperator<SDVariable> loss, NpyArray prediction, NpyArray target, DataType type) {
        return of(loss, Reduction.NONE, prediction, target, type);
    }

    /** The same of a loss that is reduced: its value is one number, and the gradient that number's. */
    static LossRun of(
            BinaryOperator<SDVariable> loss, Reduction reduction, NpyArray prediction, NpyArray target, DataType type) {
        try (INDArray predicted = prediction.toNd4j(type);
                INDArray wanted = target.toNd4j(type)) {
            SameDiff graph = SameDiff.create();
            SDVariable x = graph.var(PREDICTION, predicted);
            SDVariable y = graph.placeHolder(TARGET, type, target.shape());
            SDVariable sum = reduction.of(loss.apply(x, y)).rename(LOSS).sum();
            GradientGraph gradients = GradientGraph.of(sum);
            String gradient = gradients.gradientOf(PREDICTION);
            Map<String, INDArray> inputs = Map.of(PREDICTION, predicted, TARGET, wanted);
            try (GraphPlan plan = GraphPlan.compile(gradients.graph(), inputs, List.of(LOSS, gradient))) {
                return new LossRun(Numbers.of(plan.output(LOSS)), Numbers.of(plan.output(gradient)));
            }
        }
    }
}
