package io.github.yolox4j.train.assign.simota;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.train.assign.TargetObject;
import java.util.BitSet;
import java.util.List;

/**
 * The anchors near any object, in rising order: those whose centre \((x, y)\) lies strictly inside the square of
 * \(\pm r s\) around the centre \((c_x, c_y)\) of some object, \(s\) being the anchor's stride:
 * \[ \min(x - (c_x - r s),\ (c_x + r s) - x,\ y - (c_y - r s),\ (c_y + r s) - y) > 0 \]
 */
final class Candidates {

    private final int[] anchors;
    private final AnchorTable table;
    private final double radius;

    private Candidates(int[] anchors, AnchorTable table, double radius) {
        this.anchors = anchors;
        this.table = table;
        this.radius = radius;
    }

    static Candidates near(List<TargetObject> objects, AnchorGrid grid, double radius) {
        BitSet chosen = new BitSet(grid.size());
        objects.forEach(object -> mark(object, grid, radius, chosen));
        return new Candidates(chosen.stream().toArray(), AnchorTable.of(grid), radius);
    }

    /** Visits only the cells around the object. */
    private static void mark(TargetObject object, AnchorGrid grid, double radius, BitSet chosen) {
        int firstOfLevel = 0;
        for (int stride : AnchorGrid.strides()) {
            int columns = grid.width() / stride;
            int rows = grid.height() / stride;
            double reach = radius * stride;
            int top = firstCell(object.centerY(), reach, stride);
            int bottom = Math.min(rows - 1, lastCell(object.centerY(), reach, stride));
            int left = firstCell(object.centerX(), reach, stride);
            int right = Math.min(columns - 1, lastCell(object.centerX(), reach, stride));
            for (int y = top; y <= bottom; y++) {
                for (int x = left; x <= right; x++) {
                    int anchor = firstOfLevel + y * columns + x;
                    if (!chosen.get(anchor) && isNear(object, (x + 0.5) * stride, (y + 0.5) * stride, reach)) {
                        chosen.set(anchor);
                    }
                }
            }
            firstOfLevel += rows * columns;
        }
    }

    /** A cell before the first that can be near, so that rounding loses none. */
    private static int firstCell(double center, double reach, int stride) {
        return (int) Math.max(0, Math.floor((center - reach) / stride) - 1);
    }

    /** A cell after the last that can be near. */
    private static int lastCell(double center, double reach, int stride) {
        return (int) Math.ceil((center + reach) / stride);
    }

    private static boolean isNear(TargetObject object, double x, double y, double reach) {
        return x - (object.centerX() - reach) > 0
                && (object.centerX() + reach) - x > 0
                && y - (object.centerY() - reach) > 0
                && (object.centerY() + reach) - y > 0;
    }

    int size() {
        return anchors.length;
    }

    int anchor(int n) {
        return anchors[n];
    }

    /** Whether candidate {@code n} is near this very object. */
    boolean isNear(TargetObject object, int n) {
        int anchor = anchors[n];
        return isNear(object, table.centerX(anchor), table.centerY(anchor), radius * table.stride(anchor));
    }
}
