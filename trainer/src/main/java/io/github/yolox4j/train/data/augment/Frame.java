package io.github.yolox4j.train.data.augment;

import io.github.yolox4j.detection.image.opencv.AffineMap;
import io.github.yolox4j.train.data.LabeledBox;
import java.util.List;

/**
 * What a picture shows: boxes that move are cut at its edges. One that leaves it altogether keeps its place on the edge, without
 * area; whoever fits the scene to the network's input leaves it out.
 *
 * @param width in pixels
 * @param height in pixels
 */
record Frame(int width, int height) {

    /** Boxes scaled, then moved. */
    List<LabeledBox> moved(List<LabeledBox> boxes, double scale, double right, double down) {
        return boxes.stream()
                .map(box -> cut(
                        box,
                        scale * box.x1() + right,
                        scale * box.y1() + down,
                        scale * box.x2() + right,
                        scale * box.y2() + down))
                .toList();
    }

    /** The upright boxes around the images of the boxes' corners. */
    List<LabeledBox> mapped(List<LabeledBox> boxes, AffineMap map) {
        return boxes.stream().map(box -> around(box, map)).toList();
    }

    private LabeledBox around(LabeledBox box, AffineMap map) {
        double x1 = Double.POSITIVE_INFINITY;
        double y1 = Double.POSITIVE_INFINITY;
        double x2 = Double.NEGATIVE_INFINITY;
        double y2 = Double.NEGATIVE_INFINITY;
        for (double x : new double[] {box.x1(), box.x2()}) {
            for (double y : new double[] {box.y1(), box.y2()}) {
                x1 = Math.min(x1, map.x(x, y));
                y1 = Math.min(y1, map.y(x, y));
                x2 = Math.max(x2, map.x(x, y));
                y2 = Math.max(y2, map.y(x, y));
            }
        }
        return cut(box, x1, y1, x2, y2);
    }

    private LabeledBox cut(LabeledBox box, double x1, double y1, double x2, double y2) {
        return box.at(within(x1, width), within(y1, height), within(x2, width), within(y2, height));
    }

    private static double within(double coordinate, int size) {
        return Math.max(0, Math.min(size, coordinate));
    }
}
