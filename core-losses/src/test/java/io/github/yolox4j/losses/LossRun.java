package io.github.yolox4j.losses;

import java.util.Arrays;
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

    private static final String PREDICTION = "prediction";
    private static final String TARGET = "target";
    private static final String LOSS = "loss";

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
        SameDiff graph = graph(loss, predicted, target[0].length, type);
        OutAndGrad run = graph.calculateGradientsAndOutputs(
                Map.of(TARGET, Nd4j.createFromArray(target).castTo(type)), List.of(LOSS), List.of(PREDICTION));
        return new LossRun(
                doubles(run.getOutputs().get(LOSS), type),
                rows(doubles(run.getGradients().get(PREDICTION), type), predicted[0].length));
    }

    /** The values alone, in C order, in {@code double}. */
    public static double[] values(BinaryOperator<SDVariable> loss, double[][] predicted, double[][] target) {
        SameDiff graph = graph(loss, predicted, target[0].length, DataType.DOUBLE);
        return doubles(graph.outputSingle(Map.of(TARGET, Nd4j.createFromArray(target)), LOSS), DataType.DOUBLE);
    }

    private static SameDiff graph(BinaryOperator<SDVariable> loss, double[][] predicted, int columns, DataType type) {
        SameDiff graph = SameDiff.create();
        SDVariable prediction =
                graph.var(PREDICTION, Nd4j.createFromArray(predicted).castTo(type));
        SDVariable target = graph.placeHolder(TARGET, type, -1, columns);
        loss.apply(prediction, target).rename(LOSS).sum().markAsLoss();
        return graph;
    }

    private static double[][] rows(double[] numbers, int columns) {
        double[][] rows = new double[numbers.length / columns][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(numbers, i * columns, (i + 1) * columns);
        }
        return rows;
    }

    private static double[] doubles(INDArray values, DataType type) {
        if (values.dataType() != type) {
            throw new IllegalStateException("a loss of " + type + " predictions is " + values.dataType());
        }
        return values.dup('c').data().asDouble();
    }

    /** No value and no gradient is NaN or infinite. */
    public void assertFinite() {
        assertFinite("value", values);
        for (double[] row : gradient) {
            assertFinite("gradient", row);
        }
    }

    /** Without an assertion per number, of which there are many. */
    private static void assertFinite(String what, double[] numbers) {
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                throw new AssertionError(what + " is " + number);
            }
        }
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
