package io.github.yolox4j.conformance;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A loss as its test sees it: numbers in, numbers out, in whatever it is written. */
@FunctionalInterface
public interface DifferentiableLoss {

    /**
     * Values and gradient for one pair of tensors.
     *
     * @param predicted as the case has them, in the type to compute in
     * @param target of the same type
     */
    LossValues of(INDArray predicted, INDArray target);

    /**
     * A loss written as a SameDiff graph, with SameDiff's own gradient.
     *
     * @param loss prediction and target to losses, one per row or one per number, not reduced
     */
    static DifferentiableLoss ofSameDiff(BinaryOperator<SDVariable> loss) {
        return (predicted, target) -> {
            SameDiff graph = SameDiff.create();
            SDVariable x = graph.var("predicted", predicted);
            SDVariable y = graph.placeHolder("target", target.dataType(), target.shape());
            SDVariable values = loss.apply(x, y);
            values.sum().markAsLoss();
            OutAndGrad run = graph.calculateGradientsAndOutputs(
                    Map.of(y.name(), target), List.of(values.name()), List.of(x.name()));
            return new LossValues(
                    run.getOutputs().get(values.name()), run.getGradients().get(x.name()));
        };
    }
}
