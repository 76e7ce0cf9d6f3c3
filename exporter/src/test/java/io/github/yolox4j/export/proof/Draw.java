package io.github.yolox4j.export.proof;

import java.util.Arrays;
import java.util.Random;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The sizes of an input [batch, c, h, w], and more random numbers.
 *
 * @param type of the graph's numbers
 * @param batch {@value #ANY_BATCH} where the graph leaves it open
 */
record Draw(Random random, DataType type, int batch, int c, int h, int w) {

    long pixels() {
        return (long) h * w;
    }

    /** Of one image. */
    long values() {
        return c * pixels();
    }

    static final int ANY_BATCH = -1;

    /** For a graph in single precision that takes any batch. */
    static Draw forAnyBatch(Random random) {
        return new Draw(
                random, DataType.FLOAT, ANY_BATCH, 2 + random.nextInt(4), 5 + random.nextInt(4), 5 + random.nextInt(4));
    }

    /** For a graph in double precision, all sizes fixed. */
    static Draw ofFixedSizes(Random random) {
        return new Draw(
                random,
                DataType.DOUBLE,
                1 + random.nextInt(3),
                2 + random.nextInt(4),
                6 + random.nextInt(4),
                6 + random.nextInt(4));
    }

    int among(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    SDVariable parameter(SameDiff g, long... shape) {
        return g.var("p" + g.variables().size(), array(shape));
    }

    SDVariable positive(SameDiff g, long... shape) {
        return g.var("p" + g.variables().size(), Nd4j.math().abs(array(shape)).addi(0.3));
    }

    /** A shape that broadcasts against the input. */
    long[] broadcast() {
        return batch != ANY_BATCH && random.nextInt(6) == 0 ? new long[] {1} : partOfX();
    }

    /** As {@link #broadcast()}, but not a single number: there SameDiff's gradient of a divisor is wrong. */
    long[] partOfX() {
        return switch (random.nextInt(batch == ANY_BATCH ? 4 : 5)) {
            case 0 -> new long[] {1, c, 1, 1};
            case 1 -> new long[] {c, h, w};
            case 2 -> new long[] {w};
            case 3 -> new long[] {1, 1, h, 1};
            default -> new long[] {batch, c, h, w};
        };
    }

    /** Normally distributed numbers, each a float. */
    INDArray array(long... shape) {
        return array(random, shape).castTo(type);
    }

    /** Normally distributed floats. */
    static INDArray array(Random random, long... shape) {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Nd4j.createFromArray(values).reshape('c', shape);
    }
}
