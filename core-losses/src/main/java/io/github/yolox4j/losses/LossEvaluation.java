package io.github.yolox4j.losses;

import java.util.Map;
import java.util.function.BinaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A loss on plain numbers, in double precision, for who wants values and gradients and no graph. It runs the loss's one
 * definition: the graph is built and differentiated once, for a number of rows, and used again by every call.
 *
 * <pre>{@code
 * LossEvaluation ciou = LossEvaluation.ofBoxes(BoxLosses.parse("ciou")::of, 1);
 * double[] values = ciou.values(new double[][] {{52, 50, 20, 30}}, new double[][] {{50, 50, 20, 30}});
 * double[][] gradient = ciou.gradient(new double[][] {{52, 50, 20, 30}}, new double[][] {{50, 50, 20, 30}});
 * }</pre>
 *
 * <p><b>Cost.</b> SameDiff's bookkeeping dominates for few rows, so give many at once. CIoU on two cores: values of 1
 * or 10,000 pairs in 3 to 5 ms, gradients in 30 ms for 1 pair and 0.6 s for 10,000. <b>Threads.</b> Not thread-safe:
 * one evaluation per thread.
 */
public final class LossEvaluation {

    private static final String PREDICTED = "predicted";
    private static final String TARGET = "target";
    private static final String LOSS = "loss";
    private static final int BOX_COLUMNS = 4;

    private final SameDiff graph = SameDiff.create();
    private final int rows;
    private final int predictedColumns;
    private final int targetColumns;

    private LossEvaluation(BinaryOperator<SDVariable> loss, int rows, int predictedColumns, int targetColumns) {
        this.rows = atLeastOne("rows", rows);
        this.predictedColumns = atLeastOne("columns", predictedColumns);
        this.targetColumns = targetColumns;
        SDVariable predicted = graph.placeHolder(PREDICTED, DataType.DOUBLE, rows, predictedColumns);
        SDVariable target = graph.placeHolder(TARGET, DataType.DOUBLE, rows, targetColumns);
        loss.apply(predicted, target).rename(LOSS).sum().markAsLoss();
        SilentGradient.create(graph, PREDICTED);
    }

    /**
     * A loss between rows of boxes.
     *
     * @param loss such as {@code IouFamily.CIOU::of}, which takes rows {@code cx, cy, w, h}
     */
    public static LossEvaluation ofBoxes(BinaryOperator<SDVariable> loss, int rows) {
        return new LossEvaluation(loss, rows, BOX_COLUMNS, BOX_COLUMNS);
    }

    /**
     * A loss between rows of logits and rows of targets.
     *
     * @param loss such as {@code Focal.YOLOV5::of}
     */
    public static LossEvaluation ofScores(BinaryOperator<SDVariable> loss, int rows, int columns) {
        return new LossEvaluation(loss, rows, columns, columns);
    }

    /**
     * A loss between rows of logits and one target per row.
     *
     * @param loss logits {@code [rows, bins]} and targets {@code [rows]} to losses, such as {@code
     *     DistributionFocal.DEFAULT::of}
     */
    public static LossEvaluation ofDistributions(BinaryOperator<SDVariable> loss, int rows, int bins) {
        return new LossEvaluation((logits, targets) -> loss.apply(logits, targets.reshape(rows)), rows, bins, 1);
    }

    /** The values in C order: one per pair of boxes, one per score, or one per distribution. */
    public double[] values(double[][] predicted, double[][] target) {
        try (INDArray x = array(PREDICTED, predicted, predictedColumns);
                INDArray y = array(TARGET, target, targetColumns);
                INDArray values = graph.outputSingle(Map.of(PREDICTED, x, TARGET, y), LOSS)) {
            return values.dup('c').data().asDouble();
        }
    }

    /** The gradient of the sum of the values with respect to the prediction: row by row, that of the row's values. */
    public double[][] gradient(double[][] predicted, double[][] target) {
        try (INDArray x = array(PREDICTED, predicted, predictedColumns);
                INDArray y = array(TARGET, target, targetColumns);
                INDArray gradient = graph.calculateGradients(Map.of(PREDICTED, x, TARGET, y), PREDICTED)
                        .get(PREDICTED)) {
            return gradient.toDoubleMatrix();
        }
    }

    private INDArray array(String what, double[][] numbers, int columns) {
        if (numbers.length != rows) {
            throw new IllegalArgumentException(what + " must have " + rows + " rows, got " + numbers.length);
        }
        for (int row = 0; row < rows; row++) {
            if (numbers[row].length != columns) {
                throw new IllegalArgumentException(
                        what + " must have " + columns + " numbers in row " + row + ", got " + numbers[row].length);
            }
        }
        return Nd4j.createFromArray(numbers);
    }

    private static int atLeastOne(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " must be at least 1: " + number);
        }
        return number;
    }
}
