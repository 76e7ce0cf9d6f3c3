package io.github.yolox4j.bench.simulation;

import io.github.yolox4j.bench.LossPlan;
import io.github.yolox4j.losses.box.BoxLoss;
import org.bytedeco.javacpp.DoublePointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What boxes descend along. Not thread-safe. */
interface BoxGradient extends AutoCloseable {

    /** The gradient of the first {@code n} pairs, in rows {@code cx, cy, w, h}; what lies behind may be overwritten. */
    void of(double[] boxes, double[] targets, int n, double[] gradient);

    @Override
    void close();

    /**
     * The gradient of a loss's graph, in double precision: the experiment ends at errors of 0.002 after 200 steps past
     * the edges at which gradients jump, and its curves are compared to nine digits.
     */
    final class Autodiff implements BoxGradient {

        private static final int COLUMNS = Cases.COLUMNS;

        private final int rows;
        private final INDArray predicted;
        private final INDArray target;
        private final LossPlan plan;

        /** Compiles the gradient of a loss for up to {@code rows} pairs. */
        Autodiff(BoxLoss loss, int rows) {
            this.rows = rows;
            predicted = Nd4j.ones(DataType.DOUBLE, rows, COLUMNS);
            target = Nd4j.ones(DataType.DOUBLE, rows, COLUMNS);
            plan = new LossPlan(loss::of, predicted, target);
        }

        @Override
        public void of(double[] boxes, double[] targets, int n, double[] result) {
            if (n > rows) {
                throw new IllegalArgumentException("compiled for " + rows + " pairs, got " + n);
            }
            numbers(predicted).put(boxes, 0, n * COLUMNS);
            numbers(target).put(targets, 0, n * COLUMNS);
            numbers(plan.run()).get(result, 0, n * COLUMNS);
        }

        private static DoublePointer numbers(INDArray array) {
            return new DoublePointer(array.data().pointer()); // the array's own memory, seen as doubles
        }

        @Override
        public void close() {
            plan.close();
        }
    }
}
