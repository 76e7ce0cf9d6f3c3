package io.github.yolox4j.verify.export;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.detection.decode.RowLayout;
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

    private final Numbers rows;
    private final RowLayout layout;
    private final AnchorTable anchors;
    private final BoxTolerance tolerance;

    private DecodedOutput(Numbers rows, RowLayout layout, AnchorTable anchors, double scale) {
        this.rows = rows;
        this.layout = layout;
        this.anchors = anchors;
        this.tolerance = BoxTolerance.of(largestRaw(scale), scale);
    }

    /**
     * In pixels of the file's boxes.
     *
     * @param rows {@code [batch, anchors, 5 + classes]}
     * @param scale network pixels per pixel of the boxes
     */
    static DecodedOutput of(Numbers rows, AnchorGrid grid, double scale) {
        long[] shape = rows.shape();
        if (shape.length != 3 || shape[1] != grid.size()) {
            throw new IllegalArgumentException("an input of " + grid.height() + " x " + grid.width() + " has "
                    + grid.size() + " anchors, the decoded output is " + rows);
        }
        RowLayout layout = new RowLayout(Math.toIntExact(shape[2]) - RowLayout.FIRST_CLASS);
        return new DecodedOutput(rows, layout, AnchorTable.of(grid), scale);
    }

    /** The largest magnitude among the raw numbers that these boxes were decoded from. */
    private double largestRaw(double scale) {
        double largest = 0;
        for (int i = 0; i < size(); i++) {
            int anchor = i % anchors.size();
            double cell = stride(i) / scale;
            double x = Math.abs(at(i, 0) / cell - anchors.gridX(anchor));
            double y = Math.abs(at(i, 1) / cell - anchors.gridY(anchor));
            double width = Math.abs(Math.log(at(i, 2) / cell));
            double height = Math.abs(Math.log(at(i, 3) / cell));
            largest = Math.max(largest, Math.max(Math.max(x, y), Math.max(width, height)));
        }
        return Double.isNaN(largest) ? 0 : largest;
    }

    BoxTolerance tolerance() {
        return tolerance;
    }

    int size() {
        return rows.size() / layout.width();
    }

    int classes() {
        return layout.classes();
    }

    int stride(int anchor) {
        return anchors.stride(anchor % anchors.size());
    }

    double at(int anchor, int column) {
        return rows.at(anchor * layout.width() + column);
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
            checks.add(compare("centres at stride " + stride, actual, ofStride, 0, 2, tolerance.ofCentres(stride)));
        }
        int[] all = IntStream.range(0, size()).toArray();
        checks.add(compare("sides", actual, all, 2, RowLayout.BOX, tolerance.ofSides()));
        Closeness ofScores = Closeness.ofTensor(BoxTolerance.SHARE);
        checks.add(compare("scores", actual, all, RowLayout.BOX, layout.width(), ofScores));
        return checks;
    }

    private Check compare(String subject, Numbers actual, int[] anchors, int from, int to, Closeness allowed) {
        return Check.compare(subject, columns(actual, anchors, from, to), columns(rows, anchors, from, to), allowed);
    }

    private Numbers columns(Numbers all, int[] anchors, int from, int to) {
        int row = layout.width();
        double[] part = new double[anchors.length * (to - from)];
        for (int i = 0; i < anchors.length; i++) {
            for (int c = from; c < to; c++) {
                part[i * (to - from) + c - from] = Math.max(-FAR, Math.min(FAR, all.at(anchors[i] * row + c)));
            }
        }
        return Numbers.of(part, anchors.length, to - from);
    }
}
