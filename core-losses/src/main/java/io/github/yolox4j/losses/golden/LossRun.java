package io.github.yolox4j.losses.golden;

import io.github.yolox4j.losses.Reduction;
import io.github.yolox4j.losses.SilentGradient;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Condition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One evaluation of a loss: its values, and the gradient of their sum with respect to the prediction. */
record LossRun(Numbers values, Numbers gradient) {

    private static final String PREDICTION = "prediction";
    private static final String TARGET = "target";
    private static final String LOSS = "loss";

    /** Builds the graph of a loss, prediction and target to loss, and runs it in that type. */
    static LossRun of(BinaryOperator<SDVariable> loss, Numbers prediction, Numbers target, DataType type) {
        return of(loss, Reduction.NONE, prediction, target, type);
    }

    /** The same of a loss that is reduced: its value is one number, and the gradient that number's. */
    static LossRun of(
            BinaryOperator<SDVariable> loss, Reduction reduction, Numbers prediction, Numbers target, DataType type) {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder(PREDICTION, type, prediction.shape());
        SDVariable y = graph.placeHolder(TARGET, type, target.shape());
        reduction.of(loss.apply(x, y)).rename(LOSS).sum().markAsLoss();
        SilentGradient.create(graph, PREDICTION);
        try (INDArray predicted = prediction.toNd4j(type);
                INDArray wanted = target.toNd4j(type)) {
            OutAndGrad run = graph.calculateGradientsAndOutputs(
                    Map.of(PREDICTION, predicted, TARGET, wanted), List.of(LOSS), List.of(PREDICTION));
            return new LossRun(
                    numbers(run.getOutputs().get(LOSS), type),
                    numbers(run.getGradients().get(PREDICTION), type));
        }
    }

    private static Numbers numbers(INDArray found, DataType type) {
        try (found) {
            if (found.dataType() != type) {
                throw new IllegalStateException("a loss of " + type + " predictions is " + found.dataType());
            }
            return Numbers.of(found);
        }
    }

    /** Whether values and gradient are finite, where losses tend not to be. */
    Check isFinite(String subject) {
        Optional<String> odd = firstOdd("value", values).or(() -> firstOdd("gradient", gradient));
        return new Condition(subject, odd.isEmpty(), odd.orElse("value and gradient are finite"));
    }

    private static Optional<String> firstOdd(String what, Numbers numbers) {
        return numbers.firstNotFinite().map(odd -> what + odd.index() + " is " + odd.actual());
    }
}
