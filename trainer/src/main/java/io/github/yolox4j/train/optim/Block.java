package io.github.yolox4j.train.optim;

import io.github.yolox4j.model.weights.ArrayMemory;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A window on an array that moves along it: some thousand numbers at a time are copied out, computed with, and written
 * back. Formulas on several arrays so read each number once, and no native call is made, whose cost would exceed the
 * arithmetic of all but the largest parameters.
 */
abstract sealed class Block {

    /** Numbers that fit a processor's first cache several times. */
    private static final int SIZE = 2048;

    private final int length;
    int count;

    private Block(INDArray array) {
        length = Math.toIntExact(array.length());
    }

    static Block of(INDArray array) {
        return array.dataType() == DataType.FLOAT ? new OfFloats(array) : new OfDoubles(array);
    }

    /**
     * Moves windows over arrays of equal length, from their first number to their last, and computes at every place.
     * All are read; the first {@code written} are written back.
     */
    static void forEach(List<Block> blocks, int written, Runnable formula) {
        long[] lengths =
                blocks.stream().mapToLong(block -> block.length).distinct().toArray();
        if (lengths.length != 1) {
            throw new IllegalArgumentException("arrays of different lengths: " + Arrays.toString(lengths));
        }
        for (int from = 0; from < lengths[0]; from += SIZE) {
            for (Block block : blocks) {
                block.count = Math.min(SIZE, block.length - from);
                block.read(from);
            }
            formula.run();
            for (Block block : blocks.subList(0, written)) {
                block.write(from);
            }
        }
    }

    /** \( x \leftarrow a x + b y \) for whole arrays; for \( a x \) alone, \( y = x \) and \( b = 0 \). */
    static void blend(INDArray x, double a, double b, INDArray y) {
        Block own = of(x);
        Block other = of(y);
        forEach(List.of(own, other), 1, () -> own.blend(a, b, other));
    }

    /** \( x \leftarrow a x + b y \). */
    abstract void blend(double a, double b, Block y);

    /** \( x \leftarrow x + b y \). */
    final void add(double b, Block y) {
        blend(1, b, y);
    }

    /** \( x \leftarrow a x + b y^2 \). */
    abstract void blendSquare(double a, double b, Block y);

    /** \( x \leftarrow x + \frac{b y}{\sqrt{c z} + \varepsilon} \). */
    abstract void addRatio(double b, Block y, double c, Block z, double epsilon);

    /** \( \sum x^2 \), in double precision. */
    abstract double sumOfSquares();

    abstract void read(int from);

    abstract void write(int from);

    private static final class OfFloats extends Block {
        private final FloatBuffer memory;
        private final float[] numbers = new float[SIZE];

        OfFloats(INDArray array) {
            super(array);
            memory = ArrayMemory.floats(array);
        }

        @Override
        void blend(double a, double b, Block y) {
            float[] other = ((OfFloats) y).numbers;
            float own = (float) a;
            float factor = (float) b;
            for (int i = 0; i < count; i++) {
                numbers[i] = own * numbers[i] + factor * other[i];
            }
        }

        @Override
        void blendSquare(double a, double b, Block y) {
            float[] other = ((OfFloats) y).numbers;
            float own = (float) a;
            float factor = (float) b;
            for (int i = 0; i < count; i++) {
                numbers[i] = own * numbers[i] + factor * other[i] * other[i];
            }
        }

        @Override
        void addRatio(double b, Block y, double c, Block z, double epsilon) {
            float[] above = ((OfFloats) y).numbers;
            float[] below = ((OfFloats) z).numbers;
            for (int i = 0; i < count; i++) {
                numbers[i] += (float) (b * above[i] / (Math.sqrt(c * below[i]) + epsilon));
            }
        }

        @Override
        double sumOfSquares() {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += (double) numbers[i] * numbers[i];
            }
            return sum;
        }

        @Override
        void read(int from) {
            memory.get(from, numbers, 0, count);
        }

        @Override
        void write(int from) {
            memory.put(from, numbers, 0, count);
        }
    }

    private static final class OfDoubles extends Block {
        private final DoubleBuffer memory;
        private final double[] numbers = new double[SIZE];

        OfDoubles(INDArray array) {
            super(array);
            memory = ArrayMemory.doubles(array);
        }

        @Override
        void blend(double a, double b, Block y) {
            double[] other = ((OfDoubles) y).numbers;
            for (int i = 0; i < count; i++) {
                numbers[i] = a * numbers[i] + b * other[i];
            }
        }

        @Override
        void blendSquare(double a, double b, Block y) {
            double[] other = ((OfDoubles) y).numbers;
            for (int i = 0; i < count; i++) {
                numbers[i] = a * numbers[i] + b * other[i] * other[i];
            }
        }

        @Override
        void addRatio(double b, Block y, double c, Block z, double epsilon) {
            double[] above = ((OfDoubles) y).numbers;
            double[] below = ((OfDoubles) z).numbers;
            for (int i = 0; i < count; i++) {
                numbers[i] += (b * above[i] / (Math.sqrt(c * below[i]) + epsilon));
            }
        }

        @Override
        double sumOfSquares() {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += numbers[i] * numbers[i];
            }
            return sum;
        }

        @Override
        void read(int from) {
            memory.get(from, numbers, 0, count);
        }

        @Override
        void write(int from) {
            memory.put(from, numbers, 0, count);
        }
    }
}
