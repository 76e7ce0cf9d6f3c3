package io.github.yolox4j.bench;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.train.assign.TargetObject;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Inputs drawn from a seed, the same at every run. */
record Drawn(SplittableRandom random) {

    static Drawn from(long seed) {
        return new Drawn(new SplittableRandom(seed));
    }

    /** {@code n} numbers in {@code [low, high)}. */
    double[] numbers(int n, double low, double high) {
        return random.doubles(n, low, high).toArray();
    }

    /** Rows centre x, centre y, width, height: {@code [n, 4]}, boxes of 16 to 128 pixels within 640 pixels. */
    double[] boxes(int n) {
        double[] boxes = new double[4 * n];
        for (int i = 0; i < boxes.length; i += 4) {
            boxes[i] = random.nextDouble(640);
            boxes[i + 1] = random.nextDouble(640);
            boxes[i + 2] = random.nextDouble(16, 128);
            boxes[i + 3] = random.nextDouble(16, 128);
        }
        return boxes;
    }

    /** The boxes with every number moved by up to 8 pixels, so that most pairs overlap. */
    double[] near(double[] boxes) {
        double[] moved = boxes.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += random.nextDouble(-8, 8);
        }
        return moved;
    }

    /** Numbers in single precision, so many to a row. */
    static INDArray rows(double[] numbers, int columns) {
        return Nd4j.createFromArray(numbers)
                .reshape(numbers.length / columns, columns)
                .castTo(DataType.FLOAT);
    }

    /** Objects of a tenth to a half of the input's sides. */
    List<TargetObject> objects(int n, AnchorGrid grid, int classes) {
        List<TargetObject> objects = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            objects.add(new TargetObject(
                    random.nextInt(classes),
                    random.nextDouble(grid.width()),
                    random.nextDouble(grid.height()),
                    random.nextDouble(0.1, 0.5) * grid.width(),
                    random.nextDouble(0.1, 0.5) * grid.height()));
        }
        return objects;
    }
}
