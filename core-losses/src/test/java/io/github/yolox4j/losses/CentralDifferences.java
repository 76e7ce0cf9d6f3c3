package io.github.yolox4j.losses;

import java.util.function.Function;

/** Numerical gradients of a sum over rows, each of which depends on its own row only. */
public final class CentralDifferences {

    private static final double STEP = 1e-4;

    private CentralDifferences() {}

    /**
     * The gradient of the sum of {@code f} at {@code rows}, by fourth-order central differences.
     *
     * @param f rows to values, the same number of values for each row
     */
    public static double[][] of(Function<double[][], double[]> f, double[][] rows) {
        int columns = rows[0].length;
        double[][] gradient = new double[rows.length][columns];
        for (int column = 0; column < columns; column++) {
            double[] near = difference(f, rows, column, STEP);
            double[] far = difference(f, rows, column, 2 * STEP);
            for (int row = 0; row < rows.length; row++) {
                gradient[row][column] = (8 * near[row] - far[row]) / (12 * STEP);
            }
        }
        return gradient;
    }

    /** \( f(x + h) - f(x - h) \), summed over the values of each row. */
    private static double[] difference(Function<double[][], double[]> f, double[][] rows, int column, double step) {
        double[] above = f.apply(moved(rows, column, step));
        double[] below = f.apply(moved(rows, column, -step));
        int valuesPerRow = above.length / rows.length;
        double[] sums = new double[rows.length];
        for (int i = 0; i < above.length; i++) {
            sums[i / valuesPerRow] += above[i] - below[i];
        }
        return sums;
    }

    private static double[][] moved(double[][] rows, int column, double step) {
        double[][] moved = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            moved[i] = rows[i].clone();
            moved[i][column] += step;
        }
        return moved;
    }
}
