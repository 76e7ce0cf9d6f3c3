package io.github.yolox4j.losses;

import io.github.yolox4j.testkit.Numbers;
import java.util.Arrays;

/** Two-dimensional arrays of golden files. */
public final class Rows {

    private Rows() {}

    /** The rows of an array of shape {@code [n, m]}. */
    public static double[][] of(Numbers array) {
        int columns = (int) array.shape()[1];
        double[] numbers = array.doubles();
        double[][] rows = new double[(int) array.shape()[0]][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(numbers, i * columns, (i + 1) * columns);
        }
        return rows;
    }
}
