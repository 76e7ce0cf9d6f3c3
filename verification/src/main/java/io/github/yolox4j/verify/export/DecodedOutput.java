package io.github.yolox4j.verify.export;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a network should give for its anchors, against which files are judged: centre x, centre y, width, height,
 * objectness, class probabilities.
 */
final class DecodedOutput {

    /** No image is that large: box numbers beyond it, up to infinity, count as this. */
    static final double FAR = 10_000;

    private static final int BOX = 4;

    private final Numbers rows;
    private final AnchorTable anchors;
    private final BoxTolerance tolerance;

    private DecodedOutput(Numbers rows, AnchorTable anchors, BoxTolerance tolerance) {
        this.rows = rows;
        this.anchors = anchors;
        this.tolerance = tolerance;
    }

    /**
     * In pixels of the file's boxes.
     *
     * @param rows {@code [batch, anchors, 5 + classes]}
     * @param scale network pixels per pixel of the boxes
     * @throws IllegalArgumentException if there are other anchors than the grid has
     */
    static DecodedOutput of(Numbers rows, AnchorGrid grid, double scale) {
        long[] shape = rows.shape();
        if (shape.length != 3 || shape[1] != grid.size()) {
            throw new IllegalArgumentException("an input of " + grid.height() + " x " + grid.width() + " has "
                    + grid.size() + " anchors, the decoded output is " + rows);
        }
        AnchorTable anchors = AnchorTable.of(grid);
        return new DecodedOutput(rows, anchors, BoxTolerance.of(largestRaw(rows, anchors, scale), scale));
    }

    /** Boxes in network pixels, as ones in pixels of the file's boxes. */
    static DecodedOutput ofNetwork(Numbers rows, AnchorGrid grid, double scale) {
        if (scale == 1) {
            return of(rows, grid, scale);
        }
        double[] scaled = rows.doubles();
        int row = row(rows);
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = i % row < BOX ? scaled[i] / scale : scaled[i];
        }
        return of(Numbers.of(scaled, rows.shape()), grid, scale);
    }

    /** The largest magnitude among the raw numbers that these boxes were decoded from. */
    private static double largestRaw(Numbers rows, AnchorTable anchors, double scale) {
        double largest = 0;
        int row = row(rows);
        for (int i = 0; i < rows.size() / row; i++) {
            int anchor = i % anchors.size();
            double cell = anchors.stride(anchor) / scale;
            double x = Math.abs(rows.at(i * row) / cell - anchors.gridX(anchor));
            double y = Math.abs(rows.at(i * row + 1) / cell - anchors.gridY(anchor));
            double width = Math.abs(Math.log(rows.at(i * row + 2) / cell));
            double height = Math.abs(Math.log(rows.at(i * row + 3) / cell));
            largest = Math.max(largest, Math.max(Math.max(x, y), Math.max(width, height)));
        }
        return Double.isNaN(largest) ? 0 : largest;
    }

    BoxTolerance tolerance() {
        return tolerance;
    }

    /** How many anchors there are, on all images. */
    int size() {
        return rows.size() / row(rows);
    }

    int classes() {
        return row(rows) - BOX - 1;
    }

    int stride(int anchor) {
        return anchors.stride(anchor % anchors.size());
    }

    /** A number of an anchor. */
    double at(int anchor, int column) {
        return rows.at(anchor * row(rows) + column);
    }

    /** Whether another output agrees: its centres at each stride, its sides, its scores. */
    List<Check> compare(Numbers actual) {
        if (!actual.hasShapeOf(rows)) {
            return List.of(Check.compare("output", actual, rows, Closeness.EXACT));
        }
        List<Check> checks = new ArrayList<>();
        for (int stride : AnchorGrid.strides()) {
            int[] ofStride = IntStream.range(0, size())
                    .filter(anchor -> stride(anchor) == stride)
                    .toArray();
            checks.add(compare("centres at stride " + stride, actual, ofStride, 0, tolerance.ofCentres(stride)));
        }
        int[] all = IntStream.range(0, size()).toArray();
        checks.add(compare("sides", actual, all, 2, tolerance.ofSides()));
        checks.add(Check.compare(
                "scores",
                columns(actual, all, BOX, row(rows)),
                columns(rows, all, BOX, row(rows)),
                Closeness.ofTensor(BoxTolerance.SHARE)));
        return checks;
    }

    private Check compare(String subject, Numbers actual, int[] anchors, int from, Closeness allowed) {
        return Check.compare(
                subject, columns(actual, anchors, from, from + 2), columns(rows, anchors, from, from + 2), allowed);
    }

    private static Numbers columns(Numbers all, int[] anchors, int from, int to) {
        int row = row(all);
        double[] part = new double[anchors.length * (to - from)];
        for (int i = 0; i < anchors.length; i++) {
            for (int c = from; c < to; c++) {
                part[i * (to - from) + c - from] = Math.max(-FAR, Math.min(FAR, all.at(anchors[i] * row + c)));
            }
        }
        return Numbers.of(part, anchors.length, to - from);
    }

    private static int row(Numbers rows) {
        return Math.toIntExact(rows.shape()[2]);
    }
}
