package io.github.yolox4j.losses.box.geometry;

import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDVariable;

/** The four columns of a list of boxes, each {@code [n]}. */
public record Boxes(SDVariable x, SDVariable y, SDVariable width, SDVariable height) {

    private static final int COLUMNS = 4;

    /** Rows are {@code cx, cy, w, h}. */
    static Boxes ofCenters(SDVariable boxes) {
        SDVariable[] column = columns(boxes);
        return new Boxes(column[0], column[1], column[2], column[3]);
    }

    /** Rows are {@code x1, y1, x2, y2} with {@code x1 <= x2} and {@code y1 <= y2}. */
    static Boxes ofCorners(SDVariable boxes) {
        SDVariable[] column = columns(boxes);
        return new Boxes(
                column[0].add(column[2]).mul(0.5),
                column[1].add(column[3]).mul(0.5),
                column[2].sub(column[0]),
                column[3].sub(column[1]));
    }

    private static SDVariable[] columns(SDVariable boxes) {
        long[] shape = boxes.getShape(); // none of an intermediate result, before the graph runs
        if (shape != null && (shape.length != 2 || shape[1] != COLUMNS)) {
            throw new IllegalArgumentException(
                    "boxes must have shape [n, 4], '" + boxes.name() + "' has " + Arrays.toString(shape));
        }
        return boxes.getSameDiff().unstack(boxes, 1, COLUMNS);
    }

    Boxes scaled(double ratio) {
        return new Boxes(x, y, width.mul(ratio), height.mul(ratio));
    }
}
