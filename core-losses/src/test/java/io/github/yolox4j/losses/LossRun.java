package io.github.yolox4j.losses;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One evaluation of a loss: its values, and the gradient of their sum with respect to the prediction. */
public final class LossRun {

    private final double[] values;
    private final double[][] gradient;

    private LossRun(double[] values, double[][] gradient) {
        this.values = values;
        this.gradient = gradient;
    }

    /**
     * Builds the loss's graph, runs it in the given type and reads the numbers back.
     *
     * @param loss prediction and target to loss, such as {@code IouFamily.CIOU::of}
     */
    public static LossRun of(BinaryOperator<SDVariable> loss, double[][] predicted, double[][] target, DataType type) {
        SameDiff graph = SameDiff.create();
        SDVariable prediction =
                graph.var("prediction", Nd4j.createFromArray(predicted).castTo(type));
        SDVariable truth = graph.placeHolder("target", type, -1, target[0].length);
        SDVariable each = loss.apply(prediction, truth).rename("each");
        each.sum().markAsLoss();
        OutAndGrad run = graph.calculateGradientsAndOutputs(
                Map.of("target", Nd4j.createFromArray(target).castTo(type)), List.of("each"), List.of("prediction"));
        INDArray values = run.getOutputs().get("each");
        if (values.dataType() != type) {
            throw new IllegalStateException("the loss of " + type + " boxes is " + values.dataType());
        }
        INDArray gradient = run.getGradients().get("prediction");
        return new LossRun(
                values.dup('c').data().asDouble(),
                gradient.castTo(DataType.DOUBLE).toDoubleMatrix());
    }

    /** All values in C order: one per pair of boxes, or one per score. */
    public double[] values() {
        return values.clone();
    }

    /** One row per row of the prediction. */
    public double[][] gradient() {
        return gradient.clone();
    }
}
